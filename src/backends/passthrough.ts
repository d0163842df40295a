import type { DeviceClient } from '../devices/device.ts';
import { guestKernel as g } from '../machine/step.ts';
import type { Vcpu } from '../machine/vcpu.ts';
import { Fifo } from '../sim/fifo.ts';
import { footprints } from '../virtio/footprint.ts';
import type { Backend, Front, Plan } from './backend.ts';
import { QueueInterrupt } from './guest-interrupt.ts';
import type { CompletionQueue } from './guest-interrupt.ts';
import { OwnedLine } from './owned-line.ts';
import { submitPath } from './submit-path.ts';
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
  build: (plan: Plan) => plan.queues.map((vcpu) => (plan.device.completes === 'by spinning' ? uartFront(plan) : ownedFront(plan, vcpu))),
};

function ownedFront(plan: Plan, vcpu: Vcpu): Front {
  const { machine, device, requests, venue, params, steps: { dmaTax } } = plan;
  const packets = device.completes === 'by packet';
  const queue = completionQueue();
  const steps = { disable: [], each: [...device.receive.driver(g, venue), ...device.guestComplete], enable: [] };
  const unanswered = new Unanswered(requests);
  const completed = (request: number): boolean => (packets ? unanswered.answered(request) : requests.requesters[request].completed(request));
  const handler = new QueueInterrupt(plan, `${plan.name} device`, queue, steps, completed, null, packets ? Number(params['policy.napi_weight']) : null);
  const line = new OwnedLine(plan, vcpu, handler);
  const tell = (request: number): void => {
    queue.done.push(request);
    line.raise();
  };
  const client: DeviceClient = { finished: (request) => (packets ? undefined : tell(request)), arrived: tell };
  const model = device.model(machine, requests, client, params, plan.hostCores.at(-1) ?? null);
  return {
    submit: submitPath(plan, 'submit to device', [...device.guestSubmit, ...device.submit.driver(g, venue), ...dmaTax]),
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

function completionQueue(): CompletionQueue & { readonly done: Fifo } {
  const done = new Fifo();
  return { done, footprint: footprints(0).driver, popUsed: () => done.shift(), disableCalls() {}, enableCalls: () => done.length > 0 };
}

/** A real UART of the guest's: a flag read and a store per byte, without an exit. */
function uartFront(plan: Plan): Front {
  const { machine, device, requests } = plan;
  const byte = machine.tariff.path('UART byte', [g('guest_uart_byte'), g('mmio_store')]);
  let written = 0;
  return {
    submit: submitPath(plan, 'write to console', device.guestSubmit),
    hasRoom: () => true,
    publish(request) {
      written = request;
      return false;
    },
    *kick() {},
    *spin({ thread }) {
      const request = written;
      for (let sent = 0; sent < requests.bytes[request]; sent++) {
        thread.run(byte);
        yield;
      }
      requests.requesters[request].completed(request);
    },
  };
}
