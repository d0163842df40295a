import { fixedWindow } from '../machine/poll-window.ts';
import { stretch } from '../machine/stretch.ts';
import { single } from './answer.ts';
import type { Backend, Plan } from './backend.ts';
import { callRelay } from './call-relay.ts';
import { emulatedPlane } from './control-plane.ts';
import { doorbell } from './doorbell.ts';
import { HostDevice } from './host-device.ts';
import { interruptsOf } from './interrupts.ts';
import type { Interrupts } from './interrupts.ts';
import { isrAccess } from './isr.ts';
import { drainUntilEmpty } from './loops.ts';
import { fetchSteps, fillSteps, publishSteps, useSteps } from './ring-steps.ts';
import { dealToWorkers, serveByWorker } from './virtio-worker.ts';

/** virtio served by a kernel thread of the host. Linux drivers/vhost: vhost.c, net.c. */
export const vhost: Backend = {
  title: 'vhost: kernel thread of the host',
  says: 'no system call on the data path: the kick wakes a kernel thread, which injects by itself',
  on: { 'static-partition': 'hypothetical', xen: 'hypothetical', nvhe: 'shipping', vhe: 'shipping' },
  notElsewhere: 'there is no guest to serve',
  options: () => ({}),
  hasWorkers: () => true,
  sharesThreads: true,
  build(plan: Plan) {
    const { machine, steps, device, venue, params } = plan;
    const h = steps.hostKernel;
    const relay = callRelay(plan);
    let interrupts: Interrupts | undefined;
    return dealToWorkers(plan, (plan, core) => serveByWorker(plan, core, {
      name: 'vhost worker',
      space: `${plan.name} vmm`,
      serve: [...fetchSteps(plan, h), ...steps.hostTax, ...device.submit.kernel(venue, single)],
      complete: useSteps(plan, h),
      publish: publishSteps(plan, h),
      receive: (answer, buffers) => fillSteps(plan, h, buffers, device.receive.kernel(venue, answer)),
      call: relay === null ? steps.call.fromKernel : [h('eventfd_signal'), h('epoll_callback')],
      called: relay === null ? steps.call.backToKernel : [],
      woken: [h('vhost_work_turn'), h('vq_mutex')],
      look: [h('poll_iter')],
      noticed: [],
      between: [h('vhost_work_turn'), h('vq_mutex'), ...steps.mmSwitch],
      disableKicks: [h('notify_disable')],
      enableKicks: [h('notify_enable')],
      sleep: [],
      window: fixedWindow(Number(params['policy.busyloop_timeout']) * 1000),
      pollStretch: stretch(steps.kernelLevel === 2 ? 'busy poll at EL2' : 'busy poll'),
      asksForKicks: true,
      weight: Number(params['policy.vhost_weight']),
      interrupts: (interrupts ??= interruptsOf(plan, isrAccess(plan), { relay })),
      kick: (bell, hostCore) => {
        const ringer = doorbell(machine, bell, hostCore, steps.post.sgi, steps.post.sgi?.takeForKernel ?? []);
        return { weight: 'kernel', steps: [...steps.exit.kernel, ...steps.post.toKernel], tell: () => (ringer.ring(), null) };
      },
      device: (client) => new HostDevice(plan, core, steps.deviceIrq, (answer) => device.interrupt(venue, answer), client).model,
      loop: drainUntilEmpty,
    }));
  },
  controlPlane: (plan: Plan) => emulatedPlane(plan, 'user'),
};
