import type { Requests } from '../machine/requests.ts';
import { Random } from '../sim/random.ts';
import type { Timed } from '../sim/simulation.ts';
import type { Violation } from '../virtio/inspect/violation.ts';
import { workloads } from '../workloads/index.ts';
import { counted } from '../workloads/workload.ts';
import type { Workload } from '../workloads/workload.ts';
import { assemble } from './bench.ts';
import type { Bench } from './bench.ts';
import { account, snapshot } from './ledger.ts';
import type { Account, Snapshot } from './ledger.ts';
import type { Machine } from '../machine/machine.ts';
import type { Observer } from '../machine/observer.ts';
import { observedGuest, stepsOf } from './observed.ts';
import type { Own } from './own.ts';
import { unknown } from './quoted.ts';
import type { TrialSpec } from './spec.ts';

/** What one replication of a trial saw after its warm-up. */
export interface Run {
  readonly machine: Machine;
  readonly account: Account;
  /** When the measuring ended. */
  readonly toPs: number;
  /** Latencies in ps, in the order of completion. */
  readonly latenciesPs: Float64Array;
  /** Times in which a guest could take no interrupt, in ps. */
  readonly maskedPs: readonly number[];
  readonly drawn: readonly Uint8Array[];
  /** Requests that were completed, warm-up included. */
  readonly finished: number;
  /** Devices that were broken by their guest, by the guest's number. */
  readonly broken: readonly { readonly guest: number; readonly violation: Violation }[];
  /** The workload ended before all requests had been measured. */
  readonly short: boolean;
}

/** Ticks, and pollers that take turns on a core, do not keep a trial going: without an answer for so long it has ended. */
const LONGEST_PAUSE_PS = 10e12;

/** Requests that are not measured: a tenth, but at least 500 (a scheduler remembers milliseconds) and at most 2,000; and 8 of each guest. */
export function warmUp(requests: number, guests = 1): number {
  return Math.max(Math.min(2000, Math.max(500, Math.floor(requests / 10))), 8 * guests);
}

/** Runs one replication of a trial from a seed; an observer is told of it from time 0 on, warm-up included. */
export function runOnce(spec: TrialSpec, seed: number, observer: Observer | null = null, own: Own = {}): Run {
  const workload = workloadOf(spec.workload, own);
  const guests = Number(spec.params['topology.guests']);
  const warm = warmUp(spec.requests, guests);
  const total = warm + spec.requests;
  const wanted = guests === 1 ? total : Math.ceil((2 * total) / guests);
  const tables = Array.from({ length: guests }, (_, guest): Requests =>
    workload.draw({ wanted, params: spec.params, jobs: spec.jobs ?? [], random: (purpose) => new Random(seed, `guest ${guest} ${purpose}`) }));
  const drawn = tables.map((table) => table.drawn());
  let lastPs = 0;
  const goesOn = (): boolean => bench.machine.simulation.now - lastPs < LONGEST_PAUSE_PS;
  const bench: Bench = assemble(spec, tables, goesOn, observer, own);
  const { machine } = bench;
  // Jobs that end by themselves: the last answer ends what is measured.
  const mayEnd = (spec.jobs ?? []).some(({ numberIos, runtimeNs }) => numberIos > 0 || runtimeNs > 0);
  const latenciesPs = new Float64Array(spec.requests);
  let finished = 0;
  let start: Snapshot = snapshot(machine);
  let maskedBefore = bench.guests.flatMap(({ vcpus }) => vcpus.map(() => 0));
  let end: Snapshot | null = null;
  for (const guest of bench.guests) {
    const { requests } = guest;
    const served = counted(guest, (request) => {
      if (finished >= warm && finished < total) latenciesPs[finished - warm] = requests.endPs[request] - requests.startPs[request];
      finished++;
      lastPs = machine.simulation.now;
      if (finished === warm) {
        start = snapshot(machine);
        maskedBefore = bench.guests.flatMap(({ vcpus }) => vcpus.map(({ maskedPs }) => maskedPs.length));
      } else if (finished === total) {
        end = snapshot(machine);
        machine.simulation.stop();
      } else if (mayEnd && finished > warm && finished < total) {
        end = snapshot(machine);
      }
    });
    workload.start(observer === null ? served : observedGuest(served, stepsOf(observer, machine, requests)));
    for (const { thread } of guest.vcpus) thread.core.enqueue(thread);
  }
  stopAtRest(machine, goesOn);
  machine.simulation.run();
  const measured = Math.max(0, Math.min(spec.requests, finished - warm));
  if (measured === 0) throw new Error(`${spec.system} with ${spec.workload}: the workload ended after ${finished} requests, within the warm-up of ${warm} (more requests, or a longer job)`);
  const vcpus = bench.guests.flatMap((guest) => guest.vcpus);
  const last: Snapshot = end ?? snapshot(machine);
  return {
    machine,
    account: account(machine, start, last),
    toPs: last.atPs,
    latenciesPs: latenciesPs.subarray(0, measured),
    maskedPs: vcpus.flatMap(({ maskedPs }, i) => maskedPs.slice(maskedBefore[i])),
    drawn,
    finished,
    broken: bench.guests.flatMap(({ needsReset: { violation } }, guest) => (violation === null ? [] : [{ guest, violation }])),
    short: measured < spec.requests,
  };
}

function stopAtRest({ simulation }: Machine, goesOn: () => boolean): void {
  const watch: Timed = {
    fire() {
      if (goesOn()) simulation.schedule(simulation.now + LONGEST_PAUSE_PS, watch);
      else simulation.stop();
    },
  };
  simulation.schedule(LONGEST_PAUSE_PS, watch);
}

/** A workload by its name: `fio:randread-4k` is fio. */
export function workloadOf(name: string, own: Own = {}): Workload {
  const id = name.replace(/:.*$/s, '');
  const known: Readonly<Record<string, Workload>> = { ...workloads, ...own.workloads };
  if (Object.hasOwn(known, id)) return known[id];
  throw new Error(unknown('workload', id, Object.keys(workloads)));
}
