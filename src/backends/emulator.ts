import type { DeviceClient, DeviceModel } from '../devices/device.ts';
import type { Path } from '../machine/path.ts';
import { Signal } from '../machine/signal.ts';
import { hostUser as u, hypervisor as x2 } from '../machine/step.ts';
import { Thread } from '../machine/thread.ts';
import type { Process } from '../machine/thread.ts';
import type { Vcpu, VirtualInterrupt } from '../machine/vcpu.ts';
import type { Plan } from './backend.ts';
import { bigLock } from './big-lock.ts';
import { Daemon } from './daemon.ts';
import { callTo } from './guest-interrupt.ts';
import { HostDevice } from './host-device.ts';
import type { Call } from './kick.ts';
import { listRegister } from './list-register.ts';
import { localAccess, vmmAccess } from './registers.ts';
import type { RegisterAccess } from './registers.ts';

/** Whoever emulates a real device for a guest: its registers, what a command costs, how its interrupt is made. */
export interface Emulator {
  readonly access: RegisterAccess;
  /** A command carried out, after the access that started it. */
  readonly execute: Path;
  device(client: DeviceClient): DeviceModel;
  callTo(vcpu: Vcpu, line: VirtualInterrupt): Call;
}

/** The emulator of a plan's option `at`. */
export function emulator(plan: Plan): Emulator {
  const { at } = plan.options;
  return at === 'el2' ? atEl2(plan) : at === 'kernel' ? inKernel(plan) : inVmm(plan);
}

function atEl2(plan: Plan): Emulator {
  const { machine, steps, device, venue, vcpus } = plan;
  const [{ thread: { core } }] = vcpus;
  return {
    access: localAccess(machine.tariff, steps, 'el2', device.registers.cost),
    execute: machine.tariff.path('command at EL2', device.submit.driver(x2, venue)),
    device: (client) => new HostDevice(plan, core, steps.assignedIrq, device.receive.driver(x2, venue), client).model,
    callTo: (vcpu, line) => listRegister(plan, vcpu, line),
  };
}

function inKernel(plan: Plan): Emulator {
  const { machine, steps, device, venue } = plan;
  const core = plan.dealHostCore();
  return {
    access: localAccess(machine.tariff, steps, 'kernel', device.registers.cost),
    execute: machine.tariff.path('command in the host kernel', device.submit.kernel(venue)),
    // A device in the kernel raises its line by a function call.
    device: (client) => new HostDevice(plan, core, steps.deviceIrq, device.interrupt(venue), client).model,
    callTo: (vcpu, line) => callTo(plan, vcpu, line),
  };
}

/** In a VMM: the vCPU's own thread where the hypervisor is KVM, a daemon's elsewhere; completions by its main loop. */
function inVmm(plan: Plan): Emulator {
  const { machine, hypervisor, steps, device, venue } = plan;
  const { tariff } = machine;
  const core = plan.dealHostCore();
  const h = steps.hostKernel;
  const bell = new Signal(machine);
  const thread = new Thread(`${plan.name} VMM`, core, `${plan.name} vmm`);
  const sleep = tariff.path('VMM sleeps', [...steps.syscall, h('ppoll')]);
  const woken = tariff.path('VMM wakes', [h('poll_return'), ...steps.sysreturn, u('vmm_loop_turn_main')]);
  const calls = tariff.path('VMM: call', steps.call.line ?? steps.call.fromUser);
  const called = tariff.path('VMM: call, way back', steps.call.backToUser);
  const due: Call[] = [];
  // A daemon's vCPUs do not run in its process.
  const lock = hypervisor.waits === 'user exit' ? bigLock(plan) : null;

  function* complete(): Process {
    for (;;) {
      const sleeps = due.length === 0;
      if (sleeps) {
        thread.run(sleep);
        yield;
        thread.wait(bell);
        yield;
      }
      const wait = lock?.acquire(thread) ?? null;
      if (wait !== null) {
        thread.call(wait);
        yield;
      }
      if (sleeps) {
        thread.run(woken);
        yield;
      }
      bell.clear();
      for (let call = due.shift(); call !== undefined; call = due.shift()) {
        thread.run(calls);
        yield;
        call.raise();
        thread.run(called);
        yield;
      }
      const wake = lock?.release(thread) ?? null;
      if (wake !== null) {
        thread.call(wake);
        yield;
      }
    }
  }

  thread.push(complete());
  core.enqueue(thread);
  return {
    access: hypervisor.waits === 'user exit'
      ? vmmAccess(plan, device.registers.cost)
      : Daemon.of(plan).register(device.registers.cost),
    execute: tariff.path('command in the VMM', [u('vmm_legacy_request'), ...device.submit.user(venue)]),
    device: (client) => new HostDevice(plan, core, steps.deviceIrq, [...device.interrupt(venue), h('aio_complete'), h('eventfd_signal'), h('epoll_callback')], client).model,
    callTo(vcpu, line) {
      const call = callTo(plan, vcpu, line);
      return {
        raise() {
          if (!due.includes(call)) due.push(call);
          bell.raise();
        },
      };
    },
  };
}
