import { hypervisor as x2 } from '../machine/step.ts';
import type { Process } from '../machine/thread.ts';
import type { Vcpu } from '../machine/vcpu.ts';
import type { Backend, Plan } from './backend.ts';
import { HostDevice } from './host-device.ts';
import { listRegister } from './list-register.ts';
import { drain } from './loops.ts';
import type { Port } from './port.ts';
import { localAccess } from './registers.ts';
import { fetchSteps, publishSteps, useSteps } from './ring-steps.ts';
import { buildQueues } from './virtio-queues.ts';

/** virtio served inside the hypervisor, on the core of the guest that kicks. */
export const el2: Backend = {
  title: 'EL2: virtio inside the hypervisor',
  says: 'the kick is served where it trapped: no wake-up, no IPI, but the guest stands still meanwhile',
  on: { 'static-partition': 'hypothetical', xen: 'hypothetical' },
  notElsewhere: 'EL2 there is a stub without drivers, or the host kernel itself, which is vhost',
  options: () => ({}),
  build(asked: Plan) {
    // Guest and back end share a core, so no line moves.
    const plan = { ...asked, crossesCores: false };
    const { machine, steps, device, venue, vcpus } = plan;
    const [first] = vcpus;
    /** Being drained: who drains it looks once more. */
    const served = new Set<Port>();

    function* serve(vcpu: Vcpu, ports: readonly Port[]): Process {
      do {
        for (const port of ports) served.add(port);
        vcpu.thread.call(drain({ thread: vcpu.thread, ports, weight: Infinity }));
        yield;
        for (const port of ports) served.delete(port);
      } while (ports.map((port) => port.enableKicks()).includes(true));
    }

    /** In the device's interrupt, which has been charged for it. */
    function complete(port: Port): void {
      let used = 0;
      for (let head; (head = port.reap()) >= 0; ) used += port.giveBack(head);
      used += port.queue.publishUsed();
      if (used > 0 && port.queue.needsCall()) port.call.raise();
    }

    return buildQueues(plan, {
      name: 'EL2',
      serve: [...fetchSteps(plan, x2), ...device.submit.driver(x2, venue)],
      complete: useSteps(plan, x2),
      publish: publishSteps(plan, x2),
      receive: fetchSteps(plan, x2),
      call: steps.writeListRegister,
      called: [],
      isr: plan.transport === 'mmio' ? localAccess(machine.tariff, steps, 'el2', 'emulate_reg_virtio') : null,
      watcher: first.wakeUp,
      kick: (ports) => ({ weight: 'el2', carriesData: true, steps: [...steps.exit.el2, x2('abort_decode'), x2('mmio_region_lookup')], tell: (vcpu) => serve(vcpu, ports()) }),
      callTo: (vcpu, line) => listRegister(plan, vcpu, line),
      device: (client) =>
        new HostDevice(plan, first.thread.core, steps.assignedIrq, [...device.receive.driver(x2, venue), ...useSteps(plan, x2), ...publishSteps(plan, x2)], client).model,
      tell: (port) => {
        if (!served.has(port)) complete(port);
      },
    }).fronts;
  },
};
