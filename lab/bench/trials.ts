import { readFileSync } from 'node:fs';
import { metricsOf } from '../../src/experiment/metrics.ts';
import { runOnce } from '../../src/experiment/run.ts';
import type { TrialSpec } from '../../src/experiment/spec.ts';
import { expandSuite } from '../../src/experiment/suite.ts';
import type { Suite } from '../../src/experiment/suite.ts';
import { readFioJobs } from '../../src/formats/fio-job.ts';
import { readProfile } from '../../src/formats/profile-file.ts';
import { cpuPerCall } from './cpu-time.ts';
import type { Figures } from './measurement.ts';

/** Read from the project's folder: the benchmark itself is bundled as the command line is, and runs from elsewhere. */
const lab = (path: string): string => readFileSync(`lab/${path}`, 'utf8');

/** The one trial of a system with a disk. */
export function trialOf(system: string, change: Partial<Pick<Suite, 'workloads' | 'set' | 'requests'>>): TrialSpec {
  const profile = readProfile(lab('profiles/neoverse-n1.yaml'), 'neoverse-n1.yaml', (name) => {
    throw new Error(`no base: ${name}`);
  });
  const suite: Suite = {
    name: 'speed', systems: [system], devices: ['blk'], workloads: ['fio:randread-4k'], profile: profile.name, policy: 'no-polling', set: {}, grid: {}, requests: 20_000, replications: 1, seed: 1,
    baseline: system, ...change,
  };
  const [spec] = expandSuite(suite, { profile, fio: (name) => readFioJobs(lab(`workloads/${name}.fio`), name).jobs });
  return spec;
}

/** Simulated requests and events per second of one core, statistics on and tracing off; another seed each time. */
export async function speedOf(specs: ReadonlyMap<string, TrialSpec>, timeMs: number): Promise<ReadonlyMap<string, Figures>> {
  const work = new Map<string, { readonly requests: number; readonly events: number }>();
  const calls = new Map([...specs].map(([name, spec]) => {
    let seed = 0;
    return [name, () => {
      const run = runOnce(spec, seed++);
      metricsOf(run, spec.profile);
      work.set(name, { requests: run.finished, events: run.machine.simulation.events });
    }];
  }));
  return new Map([...await cpuPerCall(calls, timeMs)].map(([name, { ms, spreadPct }]) => {
    const { requests, events } = work.get(name) ?? { requests: 0, events: 0 };
    return [name, {
      'requests per second': (1000 * requests) / ms, 'events per second': (1000 * events) / ms, 'events per request': events / requests, 'ns per event': (1e6 * ms) / events, 'spread %': spreadPct,
    }];
  }));
}
