import type { Core } from '../machine/core.ts';
import { Interrupt } from '../machine/interrupt.ts';
import type { Machine } from '../machine/machine.ts';
import { Signal } from '../machine/signal.ts';
import { stretch } from '../machine/stretch.ts';
import { Thread } from '../machine/thread.ts';
import type { Process } from '../machine/thread.ts';
import type { GuestTask, Vcpu } from '../machine/vcpu.ts';
import type { Guest } from '../workloads/workload.ts';
import type { Life } from './recording.ts';
import { stepOf } from './recording.ts';
import type { CompanyId } from './states.ts';
import type { Company } from './watched.ts';

/** A task of the guest that computes whenever the others wait, and gives way when one of them can go on. */
export function guestTask(): Company {
  let again: Signal | null = null;
  return {
    join({ machine, vcpus: [vcpu] }) {
      again = new Signal(machine);
      const task: GuestTask = { process: computing(vcpu, again, () => task), ready: false };
      vcpu.wake(task);
    },
    watch(what) {
      if (what === 'completed') again?.raise();
    },
  };
}

function* computing(vcpu: Vcpu, again: Signal, self: () => GuestTask): Process {
  const name = stretch('guest compute');
  for (;;) {
    vcpu.thread.poll(again, Infinity, name);
    yield;
    again.clear();
    vcpu.wake(self());
    vcpu.thread.leave();
    yield;
  }
}

/** How long a neighbour goes on beyond what the request before took, in ps. */
const BEYOND_PS = 20e6;

/**
 * A thread of the host that takes a core for the time of the last request: the vCPU's once the device has the request,
 * until after its completion; or the back end's, until after the kick.
 */
export function neighbour(where: Exclude<CompanyId, 'guest task'>, count: number, lives: () => readonly Life[]): Company {
  let guest: Guest | null = null;
  let started = 0;
  return {
    join(joined) {
      guest = joined;
    },
    watch(what) {
      const before = lives().at(-1);
      if (what !== 'started' || ++started !== count || guest === null || before === undefined) return;
      const { machine, vcpus: [vcpu] } = guest;
      const submitted = (stepOf(before, 'submitted') ?? before.steps[0]).atPs - before.startPs;
      if (where === 'on the back end\'s core') takeCore(machine, machine.cores[0], 0, submitted + BEYOND_PS);
      else takeCore(machine, vcpu.thread.core, submitted, before.endPs - before.startPs - submitted + BEYOND_PS);
    },
  };
}

function takeCore(machine: Machine, core: Core, afterPs: number, forPs: number): void {
  const { simulation } = machine;
  const thread = new Thread('neighbour', core, 'neighbour');
  const never = new Signal(machine);
  thread.push((function* (): Process {
    thread.compute(stretch('neighbour'), forPs);
    yield;
    thread.wait(never);
    yield;
  })());
  const comes = new Interrupt(machine, core, machine.paths.reschedule, () => core.enqueue(thread));
  simulation.schedule(simulation.now + afterPs, { fire: () => comes.raise() });
}
