import type { Steps } from '../machine/step.ts';
import type { ExitWeight } from '../machine/vcpu.ts';
import type { Plan } from './backend.ts';
import { Daemon } from './daemon.ts';
import { localAccess, vmmAccess } from './registers.ts';
import type { RegisterAccess } from './registers.ts';

/** What the accesses of a driver to its device cost the guest while it sets the device up, by what is accessed. */
export interface ControlPlane {
  /** Over which bus the registers are found. */
  readonly transport: Plan['transport'];
  readonly load: RegisterAccess;
  readonly store: RegisterAccess;
  /** Configuration space of the device's PCI function, which is the bus's and may be answered by somebody else. */
  readonly pciConfig: RegisterAccess;
}

/** A register that is emulated: at EL2, in the host kernel, or by a user process, which is the vCPU's own thread under KVM and a daemon elsewhere. */
export function emulatedRegister(plan: Plan, where: ExitWeight): RegisterAccess {
  const { machine, steps, hypervisor } = plan;
  if (where !== 'user') return localAccess(machine.tariff, steps, where, 'emulate_reg_virtio');
  return hypervisor.waits === 'user exit' ? vmmAccess(plan, 'emulate_reg_virtio') : Daemon.of(plan).register('emulate_reg_virtio');
}

/** Every access is emulated in one place. */
export function emulatedPlane(plan: Plan, where: ExitWeight): ControlPlane {
  const register = emulatedRegister(plan, where);
  return { transport: plan.transport, load: register, store: register, pciConfig: register };
}

/** An access that leaves no guest. */
export function directAccess({ machine: { tariff } }: Plan, name: string, steps: Steps): RegisterAccess {
  const path = tariff.path(name, steps);
  return {
    *access({ thread }, effect) {
      thread.run(path);
      yield;
      const more = effect?.(thread) ?? null;
      if (more === null) return;
      thread.call(more);
      yield;
    },
  };
}
