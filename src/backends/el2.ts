import { hypervisor as x2 } from '../machine/step.ts';
import type { Process } from '../machine/thread.ts';
import type { Vcpu } from '../machine/vcpu.ts';
import type { Backend, Plan } from './backend.ts';
import { HostDevice } from './host-device.ts';
import { listRegister } from './list-register.ts';
import { drain } from './loops.ts';
import type { Port } from './port.ts';
import { interruptsOf } from './interrupts.ts';
import { localAccess } from './registers.ts';
import { fetchSteps, useSteps } from './ring-steps.ts';
import { buildQueues } from './virtio-queues.ts';

/** virtio served inside the hypervisor, on the core of the guest that kicks. */
export const el2: Backend = {
  title: 'EL2: virtio inside the hypervisor',
  says: 'the kick is served where it trapped: no wake-up, no IPI, but the guest stands still meanwhile',
  on: { 'static-partition': 'hypothetical', xen: 'hypothetical' },
  notElsewhere: 'EL2 there is a stub without drivers, or the host kernel itself, which is vhost',
  options: () => ({}),
  build(plan: Plan) {
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
      for (let head; (head = port.reap()) >= 0; ) port.queue.pushUsed(head, port.queue.payloadOf(head));
      if (port.queue.needsCall() && port.call.begin()) port.call.raise();
    }

    return buildQueues(plan, {
      name: 'EL2',
      serve: [...fetchSteps({ ...plan, crossesCores: false }, x2), ...device.submit.driver(x2, venue)],
      complete: useSteps(x2),
      receive: fetchSteps({ ...plan, crossesCores: false }, x2),
      call: steps.writeListRegister,
      called: [],
      interrupts: interruptsOf(plan, plan.transport === 'mmio' ? localAccess(machine.tariff, steps, 'el2', 'emulate_reg_virtio') : null, {
        inject: (vcpu, interrupt) => listRegister(plan, vcpu, interrupt), merges: true,
      }),
      watcher: first.wakeUp,
      kick: (ports) => ({ weight: 'el2', steps: [...steps.exit.el2, x2('abort_decode'), x2('mmio_region_lookup')], tell: (vcpu) => serve(vcpu, ports()) }),
      device: (client) =>
        new HostDevice(plan, first.thread.core, steps.assignedIrq, [...device.receive.driver(x2, venue), ...useSteps(x2)], client).model,
      tell: (port) => {
        if (!served.has(port)) complete(port);
      },
    }).fronts;
  },
};
