import type { Core } from '../machine/core.ts';
import type { Lock } from '../machine/lock.ts';
import { Signal } from '../machine/signal.ts';
import { hostUser as u } from '../machine/step.ts';
import { Thread } from '../machine/thread.ts';
import type { Process } from '../machine/thread.ts';
import type { Plan } from './backend.ts';

/**
 * The main loop of a guest's VMM: sleeps in ppoll until something is due, and handles that, under its big lock where it has
 * one. Gives what makes something due, which it is once until it is handled.
 */
export function mainLoop<Due>(plan: Plan, core: Core, lock: Lock | null, handle: (thread: Thread, due: Due) => Process): (due: Due) => void {
  const { machine, steps } = plan;
  const { tariff } = machine;
  const bell = new Signal(machine);
  const thread = new Thread(`${plan.name} main loop`, core, `${plan.name} vmm`);
  const sleep = tariff.path('main loop sleeps', [...steps.syscall, steps.hostKernel('ppoll')]);
  const woken = tariff.path('main loop wakes', [steps.hostKernel('poll_return'), ...steps.sysreturn, u('vmm_loop_turn_main')]);
  const list: Due[] = [];

  function* serve(): Process {
    for (;;) {
      const sleeps = list.length === 0;
      if (sleeps) {
        thread.run(sleep);
        yield;
        thread.wait(bell);
        yield;
      }
      const wait = lock?.acquire(thread) ?? null;
      if (wait !== null) {
        thread.call(wait);
        yield;
      }
      if (sleeps) {
        thread.run(woken);
        yield;
      }
      bell.clear();
      for (let due = list.shift(); due !== undefined; due = list.shift()) {
        thread.call(handle(thread, due));
        yield;
      }
      const wake = lock?.release(thread) ?? null;
      if (wake !== null) {
        thread.call(wake);
        yield;
      }
    }
  }

  thread.push(serve());
  core.enqueue(thread);
  return (due) => {
    if (!list.includes(due)) list.push(due);
    bell.raise();
  };
}
