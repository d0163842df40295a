import type { Measurement } from './measurement.ts';
import { speedOf, trialOf } from './trials.ts';

const systems = ['vhe/vhost', 'vhe/sidecore'];

/** What a request costs to simulate, the more guests there are. */
export const density: Measurement = {
  title: '1 to 1,000 guests that ask 1,000 times a second, on 192 cores and 8 for back ends: simulated requests',
  says: 'events per request stay the same; what grows is the time of an event: pending ones, and the state of guests that no cache holds',
  cases: systems.flatMap((system) => [1, 10, 100, 1000].map((guests) => `${system}, ${guests} guests`)),
  inProcess: true,
  async measure(name) {
    const [system, rest] = name.split(', ');
    const spec = trialOf(system, {
      workloads: ['open-loop'], requests: 30_000,
      set: { 'topology.guests': Number.parseInt(rest, 10), 'topology.guest_cores': 192, 'topology.host_cores': 8, 'topology.threads': 'per-core', 'workload.rate': 1000 },
    });
    const [[, figures]] = await speedOf(new Map([[name, spec]]), 1500);
    return { ...figures, 'heap, MB': process.memoryUsage().heapUsed / 1e6, 'peak memory, MB': process.resourceUsage().maxRSS / 1000 };
  },
};
