import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import type { TrialSpec } from '../../src/experiment/spec.ts';
import { passing } from '../../src/passing.mjs';
import { trialOf } from './trials.ts';
import { withoutObserver } from './without-observer.ts';

/** Processes of each build: what the compiler makes of the same code differs from one to the next. */
const PROCESSES = 20;
/** Runs before anything is measured, and measured in turn. */
const WARM = 8;
const RUNS = 8;
const REQUESTS = 4_000;
/** All that a process does is then done by one thread: CPU time is that of the trial, whatever else the machine does. */
const ALONE = ['--single-threaded'];

/** What nobody listening costs: trials with tracing off, in pairs of this build and of one without the calls to an observer. */
export async function observer(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vhost-lab-bench-'));
  try {
    const [withCalls, without] = [join(folder, 'with.mjs'), join(folder, 'without.mjs')];
    const { plugin, removed } = withoutObserver();
    await Promise.all([bundle(withCalls, [passing]), bundle(without, [plugin])]);
    console.log(`${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}; ${removed()} calls to an observer are left out of the other build`);
    console.log(`CPU time, ${PROCESSES} pairs of processes, ${RUNS} pairs of runs each, tracing off\n`);
    for (const spec of ['vhe/vhost', 'static-partition/user-thread'].flatMap((system) => [1, 32].map((depth) => trialOf(system, { set: { 'workload.iodepth': depth }, requests: REQUESTS })))) {
      const ratios: number[] = [];
      for (let i = 0; i < PROCESSES; i++) ratios.push(await ratioOf(spec, withCalls, without, i % 2 === 1));
      const [low, high] = interval(ratios);
      console.log(`${`${spec.system}, depth ${spec.params['workload.iodepth']}`.padEnd(40)} ${percent(median(ratios)).padStart(5)} %  (95 %: ${percent(low)} to ${percent(high)} %)`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function bundle(outfile: string, plugins: Plugin[]): Promise<void> {
  await build({ entryPoints: ['lab/bench/timed-runs.ts'], bundle: true, platform: 'node', format: 'esm', outfile, plugins, logLevel: 'warning' });
}

/** How much longer the first of two builds takes, in new processes of each, whose runs alternate. */
async function ratioOf(spec: TrialSpec, one: string, other: string, otherFirst: boolean): Promise<number> {
  const children = [one, other].map((file) => fork(file, { execArgv: ALONE }));
  try {
    const ratios: number[] = [];
    for (let i = 0; i < WARM + RUNS; i++) {
      // Whoever comes second has the warmer machine.
      const order = (i % 2 === 0) === otherFirst ? [1, 0] : [0, 1];
      const ms = [0, 0];
      for (const which of order) ms[which] = await run(children[which], spec);
      if (i >= WARM) ratios.push(ms[0] / ms[1]);
    }
    return median(ratios);
  } finally {
    for (const child of children) child.kill();
  }
}

function run(child: ChildProcess, spec: TrialSpec): Promise<number> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('a process of the benchmark has ended'));
    child.once('exit', ended);
    child.once('message', (ms) => {
      child.off('exit', ended);
      resolve(Number(ms));
    });
    child.send(spec);
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** The order statistics between which the median lies with 95 %, whatever the values' distribution. */
function interval(values: readonly number[]): readonly [number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  let outside = 0;
  let choose = 1;
  let k = 0;
  for (; k < n; k++) {
    outside += (2 * choose) / 2 ** n;
    if (outside > 0.05) break;
    choose = (choose * (n - k)) / (k + 1);
  }
  const lowest = Math.max(0, k - 1);
  return [sorted[lowest], sorted[n - 1 - lowest]];
}

const percent = (ratio: number): string => `${ratio >= 1 ? '+' : '-'}${Math.abs(100 * (ratio - 1)).toFixed(1)}`;
