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
import { fetchSteps, fillSteps, publishSteps, useSteps } from './ring-steps.ts';
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

    const call = (port: Port, shown: number): void => {
      const used = shown + port.queue.publishUsed();
      if (used > 0 && port.queue.needsCall() && port.call.begin()) port.call.raise();
    };

    /** In the device's interrupt, which has been charged for it. */
    function complete(port: Port): void {
      let used = 0;
      for (let head; (head = port.reap()) >= 0; ) used += port.giveBack(head);
      call(port, used);
    }

    /** In the device's interrupt too, which a packet makes longer by its bytes. */
    const receipts = new Map<Port, Receipts>();
    function receive(port: Port): void {
      let receipt = receipts.get(port);
      if (receipt === undefined) {
        const use = (head: number): void => call(port, port.giveBack(head));
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
      serve: [...fetchSteps(plan, x2), ...bounce(single), ...device.submit.driver(x2, venue, single)],
      complete: useSteps(plan, x2),
      publish: publishSteps(plan, x2),
      receive: (answer, buffers) => [...fillSteps(plan, x2, buffers, bounce(answer)), ...publishSteps(plan, x2)],
      call: steps.writeListRegister,
      called: [],
      interrupts: interruptsOf(plan, plan.transport === 'mmio' ? localAccess(machine.tariff, steps, 'el2', 'emulate_reg_virtio') : null, {
        inject: (vcpu, interrupt) => listRegister(plan, vcpu, interrupt), merges: true,
      }),
      watcher: first.wakeUp,
      kick: (ports) => ({ weight: 'el2', carriesData: true, steps: [...steps.exit.el2, x2('abort_decode'), x2('mmio_region_lookup')], tell: (vcpu) => serve(vcpu, ports()) }),
      device: (client) =>
        new HostDevice(plan, first.thread.core, steps.assignedIrq, (answer) => [...device.receive.driver(x2, venue, answer), ...(packets ? [] : [...useSteps(plan, x2), ...publishSteps(plan, x2)])], client).model,
      tell: (port) => {
        if (port.receives) receive(port);
        else if (!served.has(port)) complete(port);
      },
    }).fronts;
  },
  controlPlane: (plan: Plan) => emulatedPlane(plan, 'el2'),
};
