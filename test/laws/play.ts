import type { Front } from '../../src/backends/backend.ts';
import { assemble } from '../../src/experiment/bench.ts';
import type { TrialSpec } from '../../src/experiment/spec.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { Requests } from '../../src/machine/requests.ts';
import { Random } from '../../src/sim/random.ts';
import { workloads } from '../../src/workloads/index.ts';
import type { Workload } from '../../src/workloads/workload.ts';

/** One request as its application saw it. */
export interface Answered {
  readonly guest: number;
  readonly request: number;
  readonly startPs: number;
  readonly endPs: number;
}

export interface Played {
  readonly machine: Machine;
  /** In the order of completion. */
  readonly answered: readonly Answered[];
  /** Published and not yet answered when the play ended. */
  readonly inFlight: number;
  /** What went against the rule that a request is answered once, in words. */
  readonly faults: readonly string[];
  readonly tables: readonly Requests[];
}

/** Runs a spec from its first to its last event, or until so many requests are answered, and watches every request. */
export function play(spec: TrialSpec, seed: number, count = Infinity): Played {
  const workload: Workload = Object.entries(workloads).find(([id]) => id === spec.workload.replace(/:.*/, ''))![1];
  const wanted = count === Infinity ? 1000 : count;
  const tables = Array.from({ length: Number(spec.params['topology.guests']) }, (_, guest) =>
    workload.draw({ wanted, params: spec.params, jobs: spec.jobs ?? [], random: (purpose) => new Random(seed, `guest ${guest} ${purpose}`) }));
  const answered: Answered[] = [];
  const faults: string[] = [];
  let inFlight = 0;
  let ended = false;
  const { machine, guests } = assemble(spec, tables, () => !ended);
  guests.forEach((guest, index) => {
    const open = new Set<number>();
    const watched = new Map<Front, Front>();
    const watch = (front: Front): Front => {
      let known = watched.get(front);
      if (known === undefined) {
        known = {
          get submit() {
            return front.submit;
          },
          get acknowledge() {
            return front.acknowledge;
          },
          hasRoom: () => front.hasRoom(),
          tellOfRoom: (tell) => front.tellOfRoom?.(tell),
          publish(request) {
            if (open.has(request)) faults.push(`request ${request} was published twice`);
            open.add(request);
            inFlight++;
            return front.publish(request);
          },
          kick: (vcpu) => front.kick(vcpu),
          spin: (vcpu) => front.spin(vcpu),
        };
        watched.set(front, known);
      }
      return known;
    };
    workload.start({
      ...guest,
      frontOf: (vcpu) => watch(guest.frontOf(vcpu)),
      finish(request) {
        if (!open.delete(request)) faults.push(`request ${request} was answered without being asked`);
        inFlight--;
        answered.push({ guest: index, request, startPs: guest.requests.startPs[request], endPs: guest.requests.endPs[request] });
        if (answered.length === count) {
          ended = true;
          machine.simulation.stop();
        }
      },
    });
    for (const { thread } of guest.vcpus) thread.core.enqueue(thread);
  });
  // Two pollers that share a core take turns for ever: a tenth of a second without an answer is the end.
  let before = 0;
  const watch = {
    fire(): void {
      if (answered.length === before) {
        ended = true;
        machine.simulation.stop();
      }
      before = answered.length;
      machine.simulation.schedule(machine.simulation.now + 1e11, watch);
    },
  };
  machine.simulation.schedule(1e11, watch);
  machine.simulation.run();
  return { machine, answered, inFlight, faults, tables };
}
