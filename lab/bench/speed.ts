import { cpus } from 'node:os';
import { Bench } from 'tinybench';
import { metricsOf } from '../../src/experiment/metrics.ts';
import { runOnce } from '../../src/experiment/run.ts';
import { specs } from './specs.ts';

/** Requests of one measured iteration: long enough that building the bench does not count. */
const REQUESTS = 20_000;

/** Simulated requests and events per second. */
export async function speed(): Promise<void> {
  const bench = new Bench({ time: 2000, warmupTime: 500 });
  const work = new Map<string, { requests: number; events: number }>();
  for (const spec of specs(['vhe/vhost', 'static-partition/user-thread', 'vhe/sidecore'], [1, 32], REQUESTS)) {
    const name = `${spec.system}, depth ${spec.params['workload.iodepth']}`;
    let seed = 0;
    bench.add(name, () => {
      const run = runOnce(spec, seed++);
      metricsOf(run, spec.profile);
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
}
