import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { Bench } from 'tinybench';
import { runOnce } from '../../src/experiment/run.ts';
import { expandSuite } from '../../src/experiment/suite.ts';
import type { Suite } from '../../src/experiment/suite.ts';
import { readProfile } from '../../src/formats/profile-file.ts';
import { readFioJobs } from '../../src/formats/fio-job.ts';
import { metricsOf } from '../../src/experiment/metrics.ts';

/** Requests of one measured iteration: long enough that building the bench does not count. */
const REQUESTS = 20_000;

/** Read from the project's folder: the benchmark itself is bundled as the command line is, and runs from elsewhere. */
const lab = (path: string): string => readFileSync(`lab/${path}`, 'utf8');
const profile = readProfile(lab('profiles/neoverse-n1.yaml'), 'neoverse-n1.yaml', (name) => {
  throw new Error(`no base: ${name}`);
});
const suite: Suite = {
  name: 'speed', systems: ['vhe/vhost', 'static-partition/user-thread', 'vhe/sidecore'], devices: ['blk'], workloads: ['fio:randread-4k'],
  profile: profile.name, policy: 'no-polling', set: {}, grid: { 'workload.iodepth': [1, 32] }, requests: REQUESTS, replications: 1, seed: 1, baseline: 'vhe/vhost',
};
const { jobs } = readFioJobs(lab('workloads/randread-4k.fio'), 'randread-4k.fio');

const bench = new Bench({ time: 2000, warmupTime: 500 });
const work = new Map<string, { requests: number; events: number }>();
for (const spec of expandSuite(suite, { profile, fio: () => jobs })) {
  const name = `${spec.system}, depth ${spec.params['workload.iodepth']}`;
  let seed = 0;
  bench.add(name, () => {
    const run = runOnce(spec, seed++);
    metricsOf(run, profile);
    work.set(name, { requests: run.finished, events: run.machine.simulation.events });
  });
}
await bench.run();

console.log(`${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, one core, statistics on, tracing off\n`);
console.table(
  bench.tasks.map(({ name, result }) => {
    const { requests, events } = work.get(name) ?? { requests: 0, events: 0 };
    if (result.state !== 'completed') return { system: name, state: result.state };
    const perSecond = 1000 / result.latency.mean;
    return {
      system: name,
      'requests per second': Math.round(requests * perSecond).toLocaleString('en'),
      'events per second': Math.round(events * perSecond).toLocaleString('en'),
      'events per request': (events / requests).toFixed(1),
      'spread %': result.latency.rme.toFixed(1),
    };
  }),
);
