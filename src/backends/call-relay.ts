import { Signal } from '../machine/signal.ts';
import { hostUser as u } from '../machine/step.ts';
import { Thread } from '../machine/thread.ts';
import type { Process } from '../machine/thread.ts';
import type { Plan } from './backend.ts';
import { bigLock } from './big-lock.ts';
import type { Call } from './kick.ts';

/** The calls of a back end outside the VMM, on their way through its main loop. */
export type CallRelay = (call: Call) => Call;

/**
 * QEMU's virtio-mmio has no irqfd: each call of vhost signals an eventfd that wakes the main loop, which reads it and
 * raises the device's interrupt line by an ioctl. Null where the injection is made by whoever calls.
 */
export function callRelay(plan: Plan): CallRelay | null {
  const { line } = plan.steps.call;
  if (plan.transport !== 'mmio' || line === undefined) return null;
  let relay: CallRelay | null = null;
  // The main loop gets its core after the workers, and only when there is a call.
  return (call) => (relay ??= mainLoop(plan, line))(call);
}

function mainLoop(plan: Plan, line: Plan['steps']['syscall']): CallRelay {
  const { machine, steps } = plan;
  const { tariff } = machine;
  const h = steps.hostKernel;
  const lock = bigLock(plan);
  const core = plan.dealHostCore();
  const bell = new Signal(machine);
  const thread = new Thread(`${plan.name} main loop`, core, `${plan.name} vmm`);
  const sleep = tariff.path('main loop sleeps', [...steps.syscall, h('ppoll')]);
  const woken = tariff.path('main loop wakes for a call', [h('poll_return'), ...steps.sysreturn, u('vmm_loop_turn_main')]);
  const raises = tariff.path('main loop: call', [...steps.syscall, h('vfs_rw'), h('eventfd_read'), ...steps.sysreturn, ...line]);
  const raised = tariff.path('main loop: call, way back', steps.sysreturn);
  const due: Call[] = [];

  function* serve(): Process {
    for (;;) {
      const sleeps = due.length === 0;
      if (sleeps) {
        thread.run(sleep);
        yield;
        thread.wait(bell);
        yield;
      }
      const wait = lock.acquire(thread);
      if (wait !== null) {
        thread.call(wait);
        yield;
      }
      if (sleeps) {
        thread.run(woken);
        yield;
      }
      bell.clear();
      for (let call = due.shift(); call !== undefined; call = due.shift()) {
        thread.run(raises);
        yield;
        call.raise();
        thread.run(raised);
        yield;
      }
      const wake = lock.release(thread);
      if (wake !== null) {
        thread.call(wake);
        yield;
      }
    }
  }

  thread.push(serve());
  core.enqueue(thread);
  return (call) => ({
    raise() {
      if (!due.includes(call)) due.push(call);
      bell.raise();
    },
  });
}
