import { AdaptiveWindow, fixedWindow } from '../machine/poll-window.ts';
import { hostUser as u } from '../machine/step.ts';
import type { Steps } from '../machine/step.ts';
import { stretch } from '../machine/stretch.ts';
import type { Front, Plan } from './backend.ts';
import { HostDevice } from './host-device.ts';
import { isrAccess } from './isr.ts';
import { drainUntilEmpty } from './loops.ts';
import { fetchSteps, publishSteps, useSteps } from './ring-steps.ts';
import { serveByWorker } from './virtio-worker.ts';
import type { WorkerKind } from './virtio-worker.ts';

/** What every thread of a VMM that serves virtqueues has in common: system calls to submit, to be told and to call. */
export function vmmThread(plan: Plan, name: string, turn: Steps): Omit<WorkerKind, 'isr' | 'kick' | 'device' | 'loop' | 'window'> {
  const { steps, device, venue, params } = plan;
  const h = steps.hostKernel;
  const readEventfd: Steps = [...steps.syscall, h('vfs_rw'), h('eventfd_read'), ...steps.sysreturn];
  return {
    name,
    space: `${plan.name} vmm`,
    serve: [...fetchSteps(plan, u), ...steps.hostTax, ...device.submit.user(venue)],
    complete: useSteps(plan, u),
    publish: publishSteps(plan, u),
    receive: [...fetchSteps(plan, u), ...device.receive.user(venue)],
    call: plan.transport === 'mmio' ? (steps.call.line ?? steps.call.fromUser) : steps.call.fromUser,
    called: steps.call.backToUser,
    woken: [h('poll_return'), ...steps.sysreturn, ...turn, ...readEventfd],
    noticed: [u('vmm_poll_iter')],
    disableKicks: [u('notify_disable')],
    enableKicks: [u('notify_enable'), u('smp_mb')],
    sleep: [...steps.syscall, h('ppoll')],
    pollStretch: stretch('user poll'),
    asksForKicks: true,
    weight: Number(params['policy.vhost_weight']),
  };
}

/** Served by a thread of its own behind ioeventfd and irqfd, or by the VMM's main loop. QEMU util/aio-posix.c. */
export function iothreadFronts(plan: Plan, mainLoop: boolean): readonly Front[] {
  const { steps, device, venue, params } = plan;
  const core = plan.dealHostCore();
  const maxPs = mainLoop ? 0 : Number(params['policy.poll_max_ns']) * 1000;
  const kind = vmmThread(plan, mainLoop ? 'main loop' : 'I/O thread', [u(mainLoop ? 'vmm_loop_turn_main' : 'vmm_loop_turn_iothread')]);
  return serveByWorker(plan, core, {
    ...kind,
    window: maxPs > 0 ? new AdaptiveWindow({ maxPs, startPs: 4_000_000, grow: 2, shrink: 0 }) : fixedWindow(0),
    isr: isrAccess(plan),
    kick: (bell) => ({ weight: 'kernel', steps: [...steps.exit.kernel, ...steps.post.toUser], tell: () => (bell.raise(), null) }),
    device: (client) => new HostDevice(plan, core, steps.deviceIrq, completionSteps(plan), client).model,
    loop: drainUntilEmpty,
  });

  function completionSteps({ steps: { hostKernel: h } }: Plan): Steps {
    return [...device.interrupt(venue), h('aio_complete'), h('eventfd_signal'), h('epoll_callback')];
  }
}
