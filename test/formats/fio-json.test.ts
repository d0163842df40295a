import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import type { Results } from '../../src/experiment/results.ts';
import type { FioJob } from '../../src/experiment/spec.ts';
import { trial } from '../../src/experiment/trial.ts';
import { fioJson } from '../../src/formats/fio-json.ts';
import { readTool } from '../../src/formats/tools/index.ts';
import { specimen, type Wish } from '../specimen.ts';

const test = suite('formats/fio-json');

const results = (...wishes: readonly Wish[]): Results => ({
  schema_version: 2,
  model_version: 'none',
  suite: { name: 'mine', command: 'npx vhost-lab run mine', baseline: 'vhe/vhost', profile: 'neoverse-n1', policy: 'no-polling', seed: 1, grid: [] },
  trials: wishes.map((wish) => trial(specimen('vhe/vhost', wish))),
});
const job = (rw: FioJob['rw'], bytes: number, iodepth = 1): Wish => ({ job: { rw, readSizes: [[bytes, 1]], writeSizes: [[bytes, 1]], iodepth }, set: { 'workload.iodepth': iodepth } });

test('law: what fio\'s own reader finds in it are the numbers of the trial, to the four digits that it keeps', () => {
  for (const wish of [job('randread', 4096), job('randwrite', 4096, 8), job('read', 65_536), job('randrw', 4096)]) {
    const all = results(wish);
    const [{ metrics: { throughput_per_s, latency_us } }] = all.trials;
    const found = Object.fromEntries(readTool(fioJson(all), 'mine').findings.map(({ metric, value }) => [metric, value]));
    const { mean, p50, p90, p99, p999, p9999 } = latency_us;
    const known = { throughput: throughput_per_s, 'latency.mean': mean, 'latency.p50': p50, 'latency.p90': p90, 'latency.p99': p99, 'latency.p999': p999, 'latency.p9999': p9999 };
    equal(Object.keys(found), Object.keys(known));
    for (const [metric, value] of Object.entries(known)) ok(Math.abs(found[metric] / value - 1) < 1e-3, `${metric}: ${found[metric]} for ${value}`);
  }
});

test('what ran is known again: a job file of the lab where one does the same, with its depth; else the user has to say', () => {
  const read = (wish: Wish): readonly (readonly [workload: unknown, depth: unknown])[] => readTool(fioJson(results(wish)), 'mine').findings.map(({ workload, set }) => [workload, set?.['workload.iodepth']] as const);
  for (const each of read(job('randread', 4096, 4))) equal(each, ['fio:randread-4k', 4]);
  for (const each of read(job('randwrite', 4096))) equal(each, ['fio:randwrite-4k', 1]);
  for (const each of read({ job: { rw: 'randread', iodepth: 3 } })) equal(each, ['fio:randread-4k', 3]);
  const others: readonly Wish[] = [job('randread', 16_384), job('read', 4096), { job: { readSizes: [[4096, 0.5], [8192, 0.5]] } }, { job: { numjobs: 2 } }];
  for (const wish of others) for (const each of read(wish)) equal(each, [undefined, undefined]);
});

test('trials are jobs in their order, each with its system and what it was asked for under the direction that it has', () => {
  const { jobs } = JSON.parse(fioJson(results(job('randread', 4096), job('randwrite', 4096)))) as { readonly jobs: readonly { readonly jobname: string; readonly read: { readonly total_ios: number }; readonly write: { readonly total_ios: number } }[] };
  equal(jobs.map(({ read, write }) => [read.total_ios, write.total_ios]), [[300, 0], [0, 300]]);
  for (const { jobname } of jobs) is(jobname, 'vhe/vhost blk fio:job');
});

test.run();
