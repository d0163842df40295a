import type { Answer, DeviceClient, DeviceModel } from '../devices/device.ts';
import { SizedPaths } from '../machine/sized-paths.ts';
import { guestKernel as g, repeatAll } from '../machine/step.ts';
import type { Steps } from '../machine/step.ts';
import type { Vcpu } from '../machine/vcpu.ts';
import { Fifo } from '../sim/fifo.ts';
import { footprints } from '../virtio/footprint.ts';
import { answerOf, peerOf, single } from './answer.ts';
import type { Backend, Front, Plan } from './backend.ts';
import { Completions } from './completions.ts';
import type { CompletionQueue } from './completions.ts';
import { directAccess, emulatedRegister } from './control-plane.ts';
import type { ControlPlane } from './control-plane.ts';
import { DeviceInterrupt } from './guest-interrupt.ts';
import { GuestPoll } from './guest-poll.ts';
import { moderated } from './moderated.ts';
import { OwnedLine } from './owned-line.ts';
import { submitPaths } from './submit-path.ts';
import { uartFront } from './uart-front.ts';
import { Unanswered } from './unanswered.ts';

/** The device is the guest's: doorbells and DMA need nobody; only its interrupts may. */
export const passthrough: Backend = {
  title: 'passthrough: the device is the guest\'s own',
  says: 'no exit to submit; the interrupt goes through the hypervisor, or with GICv4 straight to the guest',
  on: { 'static-partition': 'shipping', xen: 'shipping', nvhe: 'shipping', vhe: 'shipping', 'bare-metal': 'shipping' },
  notElsewhere: 'it exists everywhere',
  options: (hypervisor) =>
    hypervisor === 'bare-metal'
      ? {}
      : {
          irq: {
            of: ['gicv3', 'gicv4'], default: () => 'gicv3', says: 'gicv4: the interrupt controller delivers to a resident vCPU by itself',
            // Only KVM drives it in a tree that was read.
            maturity: hypervisor === 'xen' || hypervisor === 'static-partition' ? { gicv4: 'hypothetical' } : {},
          },
        },
  build: (plan: Plan) => plan.queues.map((vcpu) => (plan.device.completes === 'by spinning' ? uartFront(plan, [g('guest_uart_byte'), g('mmio_store')], 0, null) : ownedFront(plan, vcpu))),
  controlPlane: ownedPlane,
};

/**
 * A virtio device in hardware: its registers are mapped to the guest, and a load waits for the bus. Its configuration space is
 * not: the VMM emulates it under KVM (VFIO), the hypervisor elsewhere (hvisor src/pci/pci_handler.rs, Xen's vPCI).
 */
function ownedPlane(plan: Plan): ControlPlane {
  const load = directAccess(plan, 'register load', [g('mmio_load')]);
  const { waits } = plan.hypervisor;
  return {
    transport: plan.transport,
    load,
    store: directAccess(plan, 'register store', [g('mmio_store')]),
    pciConfig: waits === 'never' ? load : emulatedRegister(plan, waits === 'user exit' ? 'user' : 'el2'),
  };
}

function ownedFront(plan: Plan, vcpu: Vcpu): Front {
  const { machine, device, requests, venue, params, steps: { dmaTax } } = plan;
  const packets = device.completes === 'by packet';
  const done = new Fifo();
  const queue: CompletionQueue = {
    footprint: footprints(0).driver,
    get hasUsed() {
      return done.length > 0;
    },
    popUsed() {
      const request = done.shift();
      if (request >= 0) model.collected?.(request);
      else moderation.drained();
      return request;
    },
    disableCalls() {},
    enableCalls: () => done.length > 0,
  };
  const taken = (answer: Answer): Steps => [...device.receive.driver(g, venue, answer), ...repeatAll(answer.packets, device.guestComplete)];
  const answers = new SizedPaths(machine.tariff, 'device: completion', (bytes) => taken(answerOf(plan, bytes)));
  const steps = { disable: [], each: packets ? (request: number) => answers.of(requests.answerBytes[request]) : taken(single), enable: [] };
  const unanswered = new Unanswered(requests);
  const completed = (request: number): boolean => (packets ? unanswered.answered(request) : requests.requesters[request].completed(request));
  const interrupt = new DeviceInterrupt(plan, 'device', null);
  const completions = new Completions(plan, interrupt.name, queue, steps, completed, packets ? Number(params['policy.napi_weight']) : null);
  interrupt.queues.push(completions);
  const poll = GuestPoll.of(plan, vcpu);
  poll?.watch(completions);
  const line = new OwnedLine(plan, vcpu, interrupt);
  const moderation = moderated(plan, () => line.raise());
  const tell = (request: number): void => {
    done.push(request);
    if (poll === null) moderation.completed();
    else poll.notice();
  };
  const client: DeviceClient = { finished: (request) => (packets ? undefined : tell(request)), arrived: tell };
  const model: DeviceModel = device.model(machine, requests, client, params, peerOf(plan));
  return {
    ...submitPaths(plan, 'submit to device', [...device.submit.driver(g, venue, single), ...dmaTax]),
    hasRoom: () => true,
    publish(request) {
      if (packets) unanswered.sent(request);
      model.start(request);
      return false;
    },
    *kick() {},
    spin: () => null,
  };
}
