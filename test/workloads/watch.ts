import { assemble } from '../../src/experiment/bench.ts';
import { pricesPs } from '../../src/experiment/prices.ts';
import type { TrialSpec } from '../../src/experiment/spec.ts';
import { hypervisors } from '../../src/hypervisors/index.ts';
import type { HypervisorSteps } from '../../src/hypervisors/hypervisor.ts';
import { costs } from '../../src/machine/costs.ts';
import type { Requests } from '../../src/machine/requests.ts';
import type { Steps } from '../../src/machine/step.ts';
import { Random } from '../../src/sim/random.ts';
import { workloads } from '../../src/workloads/index.ts';
import type { Workload } from '../../src/workloads/workload.ts';

/** One request that was done: its index and its times in ps. */
export interface Done {
  readonly request: number;
  readonly startPs: number;
  readonly endPs: number;
}

export interface Watched {
  readonly requests: Requests;
  /** In the order of completion. */
  readonly done: readonly Done[];
  readonly endPs: number;
}

/** The table of requests that a spec draws for its first guest. */
export function drawn(spec: TrialSpec, wanted = spec.requests): Requests {
  return workloadOf(spec).draw({ wanted, params: spec.params, jobs: spec.jobs ?? [], random: (purpose) => new Random(spec.seed, `guest 0 ${purpose}`) });
}

/** Runs a spec with one guest from its first request on, until so many are done or nothing happens any more. */
export function watch(spec: TrialSpec, until = spec.requests): Watched {
  const requests = drawn(spec);
  const { machine, guests: [guest] } = assemble(spec, [requests], () => false);
  const done: Done[] = [];
  workloadOf(spec).start({
    ...guest,
    finish(request) {
      done.push({ request, startPs: requests.startPs[request], endPs: requests.endPs[request] });
      if (done.length === until) machine.simulation.stop();
    },
  });
  for (const { thread } of guest.vcpus) thread.core.enqueue(thread);
  machine.simulation.run();
  return { requests, done: done.slice(0, until), endPs: machine.simulation.now };
}

/** How many requests were in flight at the worst moment; who ends and begins at the same time counts once. */
export function mostInFlight(done: readonly Done[]): number {
  const edges = done.flatMap(({ startPs, endPs }) => [[startPs, 1], [endPs, -1]] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let now = 0;
  let most = 0;
  for (const [, step] of edges) most = Math.max(most, (now += step));
  return most;
}

/** The lists of a hypervisor with recent KVM and GICv3, and what they cost at a spec's prices, in ps. */
export function pricedSteps(spec: TrialSpec, hypervisor: keyof typeof hypervisors): { readonly steps: HypervisorSteps; readonly ps: (...lists: readonly Steps[]) => number } {
  const price = pricesPs(spec.profile, spec.params);
  return {
    steps: hypervisors[hypervisor].steps({ gic: 'v3', era: 'recent', idle: 'shallow', gicv4: false }),
    ps: (...lists) => lists.flat().reduce((sum, { cost, times }) => sum + (costs[cost].per === 'byte' ? 0 : times * price(cost)), 0),
  };
}

function workloadOf(spec: TrialSpec): Workload {
  const id = spec.workload.replace(/:.*$/s, '');
  const found = Object.entries(workloads).find(([known]) => known === id);
  if (found === undefined) throw new Error(`unknown workload: ${id}`);
  return found[1];
}
