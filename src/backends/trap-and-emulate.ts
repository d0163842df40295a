import type { DeviceClient, DeviceModel } from '../devices/device.ts';
import { guestKernel as g } from '../machine/step.ts';
import type { Process, Thread } from '../machine/thread.ts';
import type { Vcpu } from '../machine/vcpu.ts';
import { Fifo } from '../sim/fifo.ts';
import { footprints } from '../virtio/footprint.ts';
import type { Backend, Front, Plan } from './backend.ts';
import { emulator } from './emulator.ts';
import { QueueInterrupt } from './guest-interrupt.ts';
import type { RegisterAccess } from './registers.ts';
import { submitPath } from './submit-path.ts';
import { Unanswered } from './unanswered.ts';

/** Full virtualization: a real device's registers, each access of which exits. */
export const trapAndEmulate: Backend = {
  title: 'trap and emulate: full virtualization',
  says: 'the guest drives a PL011, a disk controller or a NIC; every register access exits to whoever emulates it',
  on: { 'static-partition': 'shipping', xen: 'shipping', nvhe: 'shipping', vhe: 'shipping' },
  notElsewhere: 'nothing traps without a hypervisor',
  options: (hypervisor) => {
    const typeOne = hypervisor === 'static-partition' || hypervisor === 'xen';
    return {
      at: {
        of: typeOne ? ['el2', 'vmm'] : ['kernel', 'vmm'],
        default: () => (typeOne ? 'el2' : 'vmm'),
        says: 'who emulates: the hypervisor at EL2, the host kernel, or a user process of the host',
      },
    };
  },
  build: (plan: Plan) => plan.queues.map((vcpu) => (plan.device.completes === 'by spinning' ? uartFront(plan) : controllerFront(plan, vcpu))),
};

/** A PL011 that is polled: reads of the flag register until there is room, then a store, for every byte. */
function uartFront(plan: Plan): Front {
  const { machine, device, requests, params } = plan;
  const { access } = emulator(plan);
  const driver = machine.tariff.path('UART driver', [g('guest_uart_byte')]);
  const perByte = Number(params['device.busy_polls']) + 1;
  let written = 0;
  return {
    submit: submitPath(plan, 'write to console', device.guestSubmit),
    hasRoom: () => true,
    publish(request) {
      written = request;
      return true;
    },
    *kick(vcpu) {
      const request = written;
      for (let sent = 0; sent < requests.bytes[request]; sent++) {
        vcpu.thread.run(driver);
        yield;
        for (let i = 0; i < perByte; i++) {
          vcpu.thread.call(access.access(vcpu));
          yield;
        }
      }
      requests.requesters[request].completed(request);
    },
    spin: () => null,
  };
}

/** A disk or network controller: registers to submit, an interrupt whose handler reads and clears its cause. */
function controllerFront(plan: Plan, vcpu: Vcpu): Front {
  const { device, requests, params } = plan;
  const emulated = emulator(plan);
  const completed = new Fifo();
  const completions = { footprint: footprints(0).driver, popUsed: () => completed.shift(), disableCalls() {}, enableCalls: () => completed.length > 0 };
  const packets = device.completes === 'by packet';
  const unanswered = new Unanswered(requests);
  const handler = new QueueInterrupt(
    plan, `${plan.name} controller`, completions, { disable: [], each: device.guestComplete, enable: [] },
    (request) => (packets ? unanswered.answered(request) : requests.requesters[request].completed(request)), emulated.access, packets ? Number(params['policy.napi_weight']) : null, device.registers.interrupt,
  );
  const call = emulated.callTo(vcpu, handler);
  const tell = (request: number): void => {
    completed.push(request);
    call.raise();
  };
  const client: DeviceClient = { finished: (request) => (packets ? undefined : tell(request)), arrived: tell };
  const model: DeviceModel = emulated.device(client);
  let submitted = 0;

  function* execute(thread: Thread, request: number): Process {
    thread.run(emulated.execute, requests.bytes[request]);
    yield;
    model.start(request);
  }

  /** By whichever vCPU has the request; the interrupt goes to the one of the queue. */
  function* submit(by: Vcpu, request: number, accesses: number, access: RegisterAccess): Process {
    for (let i = 1; i < accesses; i++) {
      by.thread.call(access.access(by));
      yield;
    }
    by.thread.call(access.access(by, (thread) => execute(thread, request)));
    yield;
  }

  return {
    submit: submitPath(plan, 'submit to controller', device.guestSubmit),
    hasRoom: () => true,
    publish(request) {
      if (packets) unanswered.sent(request);
      submitted = request;
      return true;
    },
    kick: (by) => submit(by, submitted, device.registers.submit, emulated.access),
    spin: () => null,
  };
}
