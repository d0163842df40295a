import type { Machine } from '../machine/machine.ts';
import type { Requests } from '../machine/requests.ts';
import { Random } from '../sim/random.ts';
import type { Guest } from '../workloads/workload.ts';
import { assemble } from './bench.ts';
import { account, snapshot } from './ledger.ts';
import type { Account, Snapshot } from './ledger.ts';
import { observedGuest, stepsOf } from './observed.ts';
import type { Own } from './own.ts';
import { Recording } from './recording.ts';
import { workloadOf } from './run.ts';
import type { TrialSpec } from './spec.ts';

/** A few requests of one guest, with all that happened meanwhile. */
export interface Watched {
  readonly machine: Machine;
  readonly recording: Recording;
  /** What the cores did from the end of the first half of the requests to that of the last. */
  readonly account: Account;
}

/** Who keeps a core busy beside the workload, so that a request meets a certain state. */
export interface Company {
  /** After the workload's tasks have been put on the vCPUs. */
  join(guest: Guest): void;
  /** Told of the requests as they go on. */
  watch(what: 'started' | 'completed', request: number): void;
}

/** More simulated time than any few requests take: whoever waits longer waits for ever. */
const LONGEST_PS = 10e12;

/** Runs so many requests of a trial's workload from the first event on, and writes everything down; `begun` is given the writing before that. */
export function watchRequests(spec: TrialSpec, count: number, company: readonly Company[] = [], begun: (recording: Recording) => void = () => {}, own: Own = {}): Watched {
  const workload = workloadOf(spec.workload, own);
  const table: Requests = workload.draw({ wanted: count, params: spec.params, jobs: spec.jobs ?? [], random: (purpose) => new Random(spec.seed, `guest 0 ${purpose}`) });
  const recording = new Recording();
  begun(recording);
  let ended = false;
  const { machine, guests: [bare] } = assemble(spec, [table], () => !ended, recording, own);
  let half: Snapshot = snapshot(machine);
  const finish = (): void => {
    if (recording.lives.length === count >> 1) half = snapshot(machine);
    else if (recording.lives.length >= count) stop();
  };
  const stop = (): void => {
    ended = true;
    machine.simulation.stop();
  };
  const watched = observedGuest({ ...bare, finish }, stepsOf(recording, machine, table));
  const guest: Guest = {
    ...watched,
    watch(what, request) {
      watched.watch?.(what, request);
      for (const each of company) each.watch(what, request);
    },
  };
  workload.start(guest);
  for (const each of company) each.join(guest);
  for (const { thread } of guest.vcpus) thread.core.enqueue(thread);
  machine.simulation.schedule(LONGEST_PS, { fire: stop });
  machine.simulation.run();
  if (recording.lives.length < count) throw new Error(`${spec.system} with ${spec.workload}: only ${recording.lives.length} of ${count} requests came to an end`);
  return { machine, recording, account: account(machine, half, snapshot(machine)) };
}
