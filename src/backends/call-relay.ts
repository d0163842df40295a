import type { Steps } from '../machine/step.ts';
import type { Plan } from './backend.ts';
import { bigLock } from './big-lock.ts';
import type { Call } from './kick.ts';
import { mainLoop } from './main-loop.ts';

/** The calls of a back end outside the VMM, on their way through its main loop. */
export type CallRelay = (call: Call) => Call;

/**
 * QEMU's virtio-mmio has no irqfd: each call of vhost signals an eventfd that wakes the main loop, which reads it and
 * raises the device's interrupt line by an ioctl. Null where the injection is made by whoever calls.
 */
export function callRelay(plan: Plan): CallRelay | null {
  const { line } = plan.steps.call;
  if (plan.transport !== 'mmio' || line === undefined) return null;
  let due: ((call: Call) => void) | null = null;
  return (call) => ({
    begin: () => true,
    // The main loop gets its core after the workers, and only when there is a call.
    raise: () => (due ??= relaying(plan, line))(call),
  });
}

function relaying(plan: Plan, line: Steps): (call: Call) => void {
  const { tariff } = plan.machine;
  const { hostKernel: h, syscall, sysreturn } = plan.steps;
  const raises = tariff.path('main loop: call', [...syscall, h('vfs_rw'), h('eventfd_read'), ...sysreturn, ...line]);
  const raised = tariff.path('main loop: call, way back', sysreturn);
  return mainLoop(plan, plan.dealHostCore(), bigLock(plan), function* (thread, call: Call) {
    const due = call.begin();
    thread.run(raises);
    yield;
    if (due) call.raise();
    thread.run(raised);
    yield;
  });
}
