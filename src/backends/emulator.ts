import type { Answer, DeviceClient, DeviceModel } from '../devices/device.ts';
import type { Path } from '../machine/path.ts';
import { SizedPaths } from '../machine/sized-paths.ts';
import { hostUser as u, hypervisor as x2 } from '../machine/step.ts';
import type { Steps } from '../machine/step.ts';
import type { Vcpu, VirtualInterrupt } from '../machine/vcpu.ts';
import { Fifo } from '../sim/fifo.ts';
import { answerOf, single } from './answer.ts';
import type { Plan } from './backend.ts';
import { bigLock } from './big-lock.ts';
import { Daemon } from './daemon.ts';
import { callTo } from './guest-interrupt.ts';
import { HostDevice } from './host-device.ts';
import type { Injector } from './kick.ts';
import { listRegister } from './list-register.ts';
import { mainLoop } from './main-loop.ts';
import { Receipts } from './receipts.ts';
import { localAccess, vmmAccess } from './registers.ts';
import type { RegisterAccess } from './registers.ts';
import { toldByEventfd } from './user-iothread.ts';

/** Where a driver of an emulated device is given what its device has finished; `injector` is null where it looks by itself. */
export interface Recipient {
  readonly injector: Injector | null;
  used(request: number): void;
}

/** Whoever emulates a real device for a guest: its registers, what a command costs, how its interrupt is made. */
export interface Emulator {
  readonly access: RegisterAccess;
  /** A command carried out, after the access that started it. */
  readonly execute: Path;
  device(client: DeviceClient): DeviceModel;
  callTo(vcpu: Vcpu, line: VirtualInterrupt): Injector;
  /** Gives a recipient what is finished or has arrived, one request after the other, once it has paid for that. */
  deliverTo(recipient: Recipient): (request: number) => void;
}

/** The emulator of a plan's option `at`. */
export function emulator(plan: Plan): Emulator {
  const { at } = plan.options;
  return at === 'el2' ? atEl2(plan) : at === 'kernel' ? inKernel(plan) : inVmm(plan);
}

function atEl2(plan: Plan): Emulator {
  const { machine, steps, device, venue, vcpus } = plan;
  const [{ thread: { core } }] = vcpus;
  const bounce = (answer: Answer): Steps => device.bounce?.(x2, venue, answer) ?? [];
  return {
    access: localAccess(machine.tariff, steps, 'el2', device.registers.cost),
    execute: machine.tariff.path('command at EL2', [...bounce(single), ...device.submit.driver(x2, venue, single)]),
    device: (client) => new HostDevice(plan, core, steps.assignedIrq, (answer) => device.receive.driver(x2, venue, answer), client).model,
    callTo: (vcpu, line) => listRegister(plan, vcpu, line),
    deliverTo: (recipient) => inInterrupt(plan, recipient, bounce),
  };
}

function inKernel(plan: Plan): Emulator {
  const { machine, steps, device, venue } = plan;
  const core = plan.dealHostCore();
  return {
    access: localAccess(machine.tariff, steps, 'kernel', device.registers.cost),
    execute: machine.tariff.path('command in the host kernel', device.submit.kernel(venue, single)),
    device: (client) => new HostDevice(plan, core, steps.deviceIrq, (answer) => device.interrupt(venue, answer), client).model,
    // A device in the kernel raises its line by a function call.
    callTo: (vcpu, line) => callTo(plan, vcpu, line),
    deliverTo: (recipient) => inInterrupt(plan, recipient, (answer) => device.receive.kernel(venue, answer)),
  };
}

/** By whoever took the interrupt of the device: packets are received there, and nothing else has to be done. */
function inInterrupt(plan: Plan, { injector, used }: Recipient, receive: (answer: Answer) => Steps): (request: number) => void {
  const { machine, requests } = plan;
  const use = (request: number): void => {
    used(request);
    injector?.raise();
  };
  if (plan.device.completes !== 'by packet') return use;
  const waiting = new Fifo();
  const paths = new SizedPaths(machine.tariff, 'packet received by the emulator', (bytes) => receive(answerOf(plan, bytes)));
  const bytesOf = (request: number): number => requests.answerBytes[request];
  const receipts = new Receipts(machine, { reap: () => waiting.shift(), pathOf: (request) => paths.of(bytesOf(request)), bytesOf, use });
  return (request) => {
    waiting.push(request);
    receipts.look();
  };
}

/** In a VMM: the vCPU's own thread where the hypervisor is KVM, a daemon's elsewhere; completions by its main loop. */
function inVmm(plan: Plan): Emulator {
  const { machine, hypervisor, steps, device, venue, requests } = plan;
  const { tariff } = machine;
  const core = plan.dealHostCore();
  const packets = device.completes === 'by packet';
  const receives = new SizedPaths(tariff, 'main loop: packet received', (bytes) => device.receive.user(venue, answerOf(plan, bytes)));
  const calls = tariff.path('main loop: call', steps.call.line ?? steps.call.fromUser);
  const called = tariff.path('main loop: call, way back', steps.call.backToUser);
  // A daemon's vCPUs do not run in its process.
  const lock = hypervisor.waits === 'user exit' ? bigLock(plan) : null;
  const due = mainLoop(plan, core, lock, function* (thread, { injector, used, waiting }: Recipient & { readonly waiting: Fifo }) {
    for (let request; (request = waiting.shift()) >= 0; ) {
      if (packets) {
        const bytes = requests.answerBytes[request];
        thread.run(receives.of(bytes), bytes);
        yield;
      }
      used(request);
    }
    if (injector === null) return;
    thread.run(calls);
    yield;
    injector.raise();
    thread.run(called);
    yield;
  });
  return {
    access: hypervisor.waits === 'user exit'
      ? vmmAccess(plan, device.registers.cost)
      : Daemon.of(plan).register(device.registers.cost),
    execute: tariff.path('command in the VMM', [u('vmm_legacy_request'), ...device.submit.user(venue, single)]),
    device: (client) => new HostDevice(plan, core, steps.deviceIrq, (answer) => toldByEventfd(plan, answer), client).model,
    callTo: (vcpu, line) => callTo(plan, vcpu, line),
    deliverTo(recipient) {
      const delivery = { ...recipient, waiting: new Fifo() };
      return (request) => {
        delivery.waiting.push(request);
        due(delivery);
      };
    },
  };
}
