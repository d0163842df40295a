import type { Answer } from '../devices/device.ts';
import { hypervisor as x2 } from '../machine/step.ts';
import type { Steps } from '../machine/step.ts';
import type { Process } from '../machine/thread.ts';
import type { Vcpu } from '../machine/vcpu.ts';
import { single } from './answer.ts';
import type { Backend, Plan } from './backend.ts';
import { emulatedPlane } from './control-plane.ts';
import { HostDevice } from './host-device.ts';
import { interruptsOf } from './interrupts.ts';
import { listRegister } from './list-register.ts';
import { drain } from './loops.ts';
import type { Port } from './port.ts';
import { Receipts } from './receipts.ts';
import { localAccess } from './registers.ts';
import { fetchSteps, fillSteps, useSteps } from './ring-steps.ts';
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
    // Whoever is served on its own core finds its ring in its own cache.
    const near = { ...plan, crossesCores: false };
    const packets = device.completes === 'by packet';
    const bounce = (answer: Answer): Steps => device.bounce?.(x2, venue, answer) ?? [];
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

    const call = (port: Port): void => {
      if (port.queue.needsCall() && port.call.begin()) port.call.raise();
    };

    /** In the device's interrupt, which has been charged for it. */
    function complete(port: Port): void {
      for (let head; (head = port.reap()) >= 0; ) port.use(head);
      call(port);
    }

    /** In the device's interrupt too, which a packet makes longer by its bytes. */
    const receipts = new Map<Port, Receipts>();
    function receive(port: Port): void {
      let receipt = receipts.get(port);
      if (receipt === undefined) {
        const use = (head: number): void => {
          port.use(head);
          call(port);
        };
        // One that finds no buffer asks for a kick, and looks once more.
        const reap = (): number => {
          const head = port.reap();
          return head < 0 && port.starves && port.enableKicks() ? port.reap() : head;
        };
        receipt = new Receipts(machine, { reap, pathOf: (head) => port.pathOf(head), bytesOf: (head) => port.bytesOf(head), use });
        receipts.set(port, receipt);
      }
      receipt.look();
    }

    return buildQueues(plan, {
      name: 'EL2',
      serve: [...fetchSteps(near, x2), ...bounce(single), ...device.submit.driver(x2, venue, single)],
      complete: useSteps(x2),
      receive: (answer, buffers, descriptors) => fillSteps(near, x2, buffers, descriptors, bounce(answer)),
      call: steps.writeListRegister,
      called: [],
      interrupts: interruptsOf(plan, plan.transport === 'mmio' ? localAccess(machine.tariff, steps, 'el2', 'emulate_reg_virtio') : null, {
        inject: (vcpu, interrupt) => listRegister(plan, vcpu, interrupt), merges: true,
      }),
      watcher: first.wakeUp,
      kick: (ports) => ({ weight: 'el2', steps: [...steps.exit.el2, x2('abort_decode'), x2('mmio_region_lookup')], tell: (vcpu) => serve(vcpu, ports()) }),
      device: (client) =>
        new HostDevice(plan, first.thread.core, steps.assignedIrq, (answer) => [...device.receive.driver(x2, venue, answer), ...(packets ? [] : useSteps(x2))], client).model,
      tell: (port) => {
        if (port.receives) receive(port);
        else if (!served.has(port)) complete(port);
      },
    }).fronts;
  },
  controlPlane: (plan: Plan) => emulatedPlane(plan, 'el2'),
};
