import type { Answer } from '../devices/device.ts';
import type { Core } from '../machine/core.ts';
import { AdaptiveWindow, aioPolling, fixedWindow } from '../machine/poll-window.ts';
import { hostUser as u } from '../machine/step.ts';
import type { Steps } from '../machine/step.ts';
import { stretch } from '../machine/stretch.ts';
import { single } from './answer.ts';
import type { Front, Plan } from './backend.ts';
import { bigLock } from './big-lock.ts';
import { HostDevice } from './host-device.ts';
import { interruptsOf } from './interrupts.ts';
import type { Interrupts } from './interrupts.ts';
import { isrAccess } from './isr.ts';
import { drainUntilEmpty } from './loops.ts';
import { fetchSteps, fillSteps, publishSteps, useSteps } from './ring-steps.ts';
import { dealToWorkers, serveByWorker } from './virtio-worker.ts';
import type { WorkerKind } from './virtio-worker.ts';

/** What every thread of a VMM that serves virtqueues has in common: system calls to submit, to be told and to call. */
export function vmmThread(plan: Plan, name: string, turn: Steps): Omit<WorkerKind, 'interrupts' | 'kick' | 'device' | 'loop' | 'window'> {
  const { steps, device, venue, params } = plan;
  const h = steps.hostKernel;
  const readEventfd: Steps = [...steps.syscall, h('vfs_rw'), h('eventfd_read'), ...steps.sysreturn];
  return {
    name,
    space: `${plan.name} vmm`,
    serve: [...fetchSteps(plan, u), ...steps.hostTax, ...device.submit.user(venue, single)],
    complete: useSteps(plan, u),
    publish: publishSteps(plan, u),
    receive: (answer, buffers) => fillSteps(plan, u, buffers, device.receive.user(venue, answer)),
    call: plan.transport === 'mmio' ? (steps.call.line ?? steps.call.fromUser) : steps.call.fromUser,
    called: steps.call.backToUser,
    woken: [h('poll_return'), ...steps.sysreturn, ...turn, ...readEventfd],
    look: [u('vmm_poll_iter')],
    noticed: [],
    between: null,
    disableKicks: [u('notify_disable')],
    enableKicks: [u('notify_enable'), u('smp_mb')],
    sleep: [...steps.syscall, h('ppoll')],
    pollStretch: stretch('user poll'),
    asksForKicks: true,
    weight: Number(params['policy.vhost_weight']),
  };
}

/**
 * Served by I/O threads behind ioeventfd and irqfd, or by the VMM's main loop. QEMU 7.2 util/aio-posix.c; several threads
 * for one device came with QEMU 9.0 (iothread-vq-mapping).
 */
export function iothreadFronts(plan: Plan, mainLoop: boolean): readonly Front[] {
  if (mainLoop) return served(plan, plan.dealHostCore(), true, interruptsOf(plan, isrAccess(plan)));
  let interrupts: Interrupts | undefined;
  return dealToWorkers(plan, (share, core) => served(share, core, false, (interrupts ??= interruptsOf(plan, isrAccess(plan)))));
}

function served(plan: Plan, core: Core, mainLoop: boolean, interrupts: Interrupts): readonly Front[] {
  const { steps, params } = plan;
  const maxPs = mainLoop ? 0 : Number(params['policy.poll_max_ns']) * 1000;
  const kind = vmmThread(plan, mainLoop ? 'main loop' : 'I/O thread', [u(mainLoop ? 'vmm_loop_turn_main' : 'vmm_loop_turn_iothread')]);
  return serveByWorker(plan, core, {
    ...kind,
    window: maxPs > 0 ? new AdaptiveWindow(aioPolling({ maxPs, startPs: 4_000_000, grow: 2, shrink: 0 })) : fixedWindow(0),
    interrupts,
    kick: (bell) => ({ weight: 'kernel', steps: [...steps.exit.kernel, ...steps.post.toUser], tell: () => (bell.raise(), null) }),
    device: (client) => new HostDevice(plan, core, steps.deviceIrq, (answer) => toldByEventfd(plan, answer), client).model,
    loop: mainLoop ? (worker) => drainUntilEmpty({ ...worker, lock: bigLock(plan) }) : drainUntilEmpty,
  });
}

/** In the interrupt of a device that a VMM drives: the completion, and the eventfd by which its thread is told. */
export function toldByEventfd({ device, venue, steps: { hostKernel: h } }: Plan, answer: Answer): Steps {
  return [...device.interrupt(venue, answer), h('aio_complete'), h('eventfd_signal'), h('epoll_callback')];
}
