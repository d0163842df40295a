import type { Answer } from '../devices/device.ts';
import type { Core } from '../machine/core.ts';
import { fixedWindow } from '../machine/poll-window.ts';
import { hostUser as u } from '../machine/step.ts';
import type { Steps } from '../machine/step.ts';
import { stretch } from '../machine/stretch.ts';
import { peerOf, single } from './answer.ts';
import type { Backend, Plan } from './backend.ts';
import { callRelay } from './call-relay.ts';
import { emulatedPlane } from './control-plane.ts';
import { Daemon } from './daemon.ts';
import { interruptsOf } from './interrupts.ts';
import type { Interrupts } from './interrupts.ts';
import { isrAccess } from './isr.ts';
import type { IsrAccess } from './isr.ts';
import { localAccess } from './registers.ts';
import { drainUntilEmpty } from './loops.ts';
import { fetchSteps, fillSteps, publishSteps, useSteps } from './ring-steps.ts';
import { dealToWorkers, serveByWorker } from './virtio-worker.ts';

/** vhost-user with a core that polls and never sleeps, rings and hardware alike. DPDK lib/vhost, SPDK. */
export const sidecore: Backend = {
  title: 'sidecore: a polling user process (vhost-user)',
  says: 'no kick and no wake-up: a core is burnt, and the device is polled too',
  on: { 'static-partition': 'hypothetical', xen: 'hypothetical', nvhe: 'shipping', vhe: 'shipping' },
  notElsewhere: 'there is no guest to serve',
  options: () => ({}),
  hasWorkers: () => true,
  sharesThreads: true,
  build(plan: Plan) {
    const { machine, steps, device, venue } = plan;
    // A packet that was sent has nothing to reap; what is reaped of a network device is the answer.
    const packets = device.completes === 'by packet';
    const bounce = (answer: Answer): Steps => device.bounce?.(u, venue, answer) ?? [];
    const h = steps.hostKernel;
    const relay = callRelay(plan);
    let interrupts: Interrupts | undefined;
    return dealToWorkers(plan, (plan, core) => serveByWorker(plan, core, {
      name: 'sidecore',
      space: `${plan.name} sidecore`,
      serve: [...fetchSteps(plan, u), ...steps.hostTax, ...bounce(single), ...device.submit.driver(u, venue, single)],
      complete: [...(packets ? [] : device.receive.driver(u, venue, single)), ...useSteps(plan, u)],
      publish: publishSteps(plan, u),
      receive: (answer, buffers) => fillSteps(plan, u, buffers, [...device.receive.driver(u, venue, answer), ...bounce(answer)]),
      call: relay === null ? steps.call.fromUser : [...steps.syscall, h('vfs_rw'), h('eventfd_signal'), h('epoll_callback')],
      called: steps.call.backToUser,
      woken: [],
      look: [u('poll_iter')],
      noticed: [u('sidecore_burst')],
      between: [],
      disableKicks: [],
      enableKicks: [],
      sleep: [],
      window: fixedWindow(Infinity),
      pollStretch: stretch('user poll'),
      asksForKicks: false,
      weight: Infinity,
      interrupts: (interrupts ??= interruptsOf(plan, sidecoreIsr(plan, core), { relay })),
      // A kick that comes all the same meets an eventfd on which nobody sleeps; the ring is seen anyway.
      kick: (bell) => ({ weight: 'kernel', steps: [...steps.exit.kernel, ...steps.post.toUser], tell: () => (bell.notice(), null) }),
      device: (client) => device.model(machine, plan.requests, client, plan.params, peerOf(plan)),
      loop: drainUntilEmpty,
    }));
  },
  controlPlane: (plan: Plan) => emulatedPlane(plan, 'user'),
};

/** A daemon would have to share the burnt core: where there is no vCPU thread for them, EL2 serves the two registers unless it is said otherwise. */
function sidecoreIsr(plan: Plan, core: Core): IsrAccess | null {
  if (plan.transport === 'pci-msix' || plan.hypervisor.waits === 'user exit') return isrAccess(plan);
  const served = plan.params['policy.isr_served_by'];
  if (served === 'default') return localAccess(plan.machine.tariff, plan.steps, 'el2', 'emulate_reg_virtio');
  if (served === 'user' && Daemon.of(plan).thread.core === core) {
    throw new Error('policy.isr_served_by: user (the daemon needs a host core beside those that the sidecores burn: topology.host_cores=2 or more)');
  }
  return isrAccess(plan);
}
