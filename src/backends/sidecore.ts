import { fixedWindow } from '../machine/poll-window.ts';
import { hostUser as u } from '../machine/step.ts';
import { stretch } from '../machine/stretch.ts';
import type { Backend, Plan } from './backend.ts';
import { isrAccess } from './isr.ts';
import { localAccess } from './registers.ts';
import { drainUntilEmpty } from './loops.ts';
import { fetchSteps, useSteps } from './ring-steps.ts';
import { dealToWorkers, serveByWorker } from './virtio-worker.ts';

/** vhost-user with a core that polls and never sleeps, rings and hardware alike. DPDK lib/vhost, SPDK. */
export const sidecore: Backend = {
  title: 'sidecore: a polling user process (vhost-user)',
  says: 'no kick and no wake-up: a core is burnt, and the device is polled too',
  on: { 'static-partition': 'hypothetical', xen: 'hypothetical', nvhe: 'shipping', vhe: 'shipping' },
  notElsewhere: 'there is no guest to serve',
  options: () => ({}),
  build(plan: Plan) {
    const { machine, steps, device, venue } = plan;
    return dealToWorkers(plan, (plan, core) => serveByWorker(plan, core, {
      name: 'sidecore',
      space: `${plan.name} sidecore`,
      serve: [...fetchSteps(plan, u), ...steps.hostTax, ...device.submit.driver(u, venue)],
      complete: [...device.receive.driver(u, venue), ...useSteps(u)],
      receive: fetchSteps(plan, u),
      call: steps.call.fromUser,
      called: steps.call.backToUser,
      woken: [],
      noticed: [u('poll_iter'), u('sidecore_burst')],
      disableKicks: [],
      enableKicks: [],
      sleep: [],
      window: fixedWindow(Infinity),
      pollStretch: stretch('user poll'),
      asksForKicks: false,
      weight: Infinity,
      // A daemon would have to share the burnt core: the two registers are served at EL2 where there is no vCPU thread for them.
      isr: plan.transport === 'mmio' && plan.hypervisor.waits !== 'user exit' ? localAccess(machine.tariff, steps, 'el2', 'emulate_reg_virtio') : isrAccess(plan),
      // A kick that comes all the same meets an eventfd on which nobody sleeps; the ring is seen anyway.
      kick: (bell) => ({ weight: 'kernel', steps: [...steps.exit.kernel, ...steps.post.toUser], tell: () => (bell.notice(), null) }),
      device: (client) => device.model(machine, plan.requests, client, plan.params, plan.hostCores.at(-1) ?? null),
      loop: drainUntilEmpty,
    }));
  },
};
