import type { DeviceClient, DeviceModel } from '../devices/device.ts';
import { SizedPaths } from '../machine/sized-paths.ts';
import { guestKernel as g, repeatAll } from '../machine/step.ts';
import type { Process, Thread } from '../machine/thread.ts';
import type { Vcpu } from '../machine/vcpu.ts';
import { Fifo } from '../sim/fifo.ts';
import { footprints } from '../virtio/footprint.ts';
import { answerOf } from './answer.ts';
import type { Backend, Front, Plan } from './backend.ts';
import { emulatedPlane } from './control-plane.ts';
import { emulator } from './emulator.ts';
import { Completions } from './completions.ts';
import { DeviceInterrupt, registersOf } from './guest-interrupt.ts';
import { GuestPoll } from './guest-poll.ts';
import type { RegisterAccess } from './registers.ts';
import { submitPaths } from './submit-path.ts';
import { uartFront } from './uart-front.ts';
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
  build: (plan: Plan) => plan.queues.map((vcpu) => (plan.device.completes === 'by spinning' ? emulatedUart(plan) : controllerFront(plan, vcpu))),
  // A real device has registers of its own: these are a virtio device's, answered where that one's would be.
  controlPlane: (plan: Plan) => emulatedPlane(plan, plan.options['at'] === 'el2' ? 'el2' : plan.options['at'] === 'kernel' ? 'kernel' : 'user'),
};

/** Reads of the flag register until there is room, then a store: each exits. */
function emulatedUart(plan: Plan): Front {
  return uartFront(plan, [g('guest_uart_byte')], Number(plan.params['device.busy_polls']) + 1, emulator(plan).access);
}

/** A disk or network controller: registers to submit, an interrupt whose handler reads and clears its cause. */
function controllerFront(plan: Plan, vcpu: Vcpu): Front {
  const { machine, device, requests, params } = plan;
  const emulated = emulator(plan);
  const completed = new Fifo();
  const completions = { footprint: footprints(0).driver, get hasUsed() { return completed.length > 0; }, popUsed: () => completed.shift(), disableCalls() {}, enableCalls: () => completed.length > 0 };
  const packets = device.completes === 'by packet';
  const unanswered = new Unanswered(requests);
  const interrupt = new DeviceInterrupt(plan, 'controller', registersOf(emulated.access, device.registers.interrupt));
  const answers = new SizedPaths(machine.tariff, 'controller: completion', (bytes) => repeatAll(answerOf(plan, bytes).packets, device.guestComplete));
  const each = packets ? (request: number) => answers.of(requests.answerBytes[request]) : device.guestComplete;
  const driven = new Completions(
    plan, interrupt.name, completions, { disable: [], each, enable: [] },
    (request) => (packets ? unanswered.answered(request) : requests.requesters[request].completed(request)), packets ? Number(params['policy.napi_weight']) : null,
  );
  interrupt.queues.push(driven);
  const poll = GuestPoll.of(plan, vcpu);
  poll?.watch(driven);
  const tell = emulated.deliverTo({
    injector: poll === null ? emulated.callTo(vcpu, interrupt) : null,
    used(request) {
      completed.push(request);
      poll?.notice();
    },
  });
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
    ...submitPaths(plan, 'submit to controller', []),
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
