import { hypervisor as x2 } from '../machine/step.ts';
import type { Process } from '../machine/thread.ts';
import type { Vcpu } from '../machine/vcpu.ts';
import type { Plan } from './backend.ts';
import { Daemon } from './daemon.ts';
import { sgiTo } from './guest-sgi.ts';
import { kicking } from './kick.ts';
import { localAccess, vmmAccess } from './registers.ts';

/** Single operations of a guest, as kvm-unit-tests and Dall et al. time them; each is a process of the vCPU that asks for it. */
export interface Operations {
  /** A hypercall that is refused. */
  hypercall(): (vcpu: Vcpu) => Process;
  /** A read of a GIC register that the hypervisor emulates: at EL2, or in the host kernel. */
  registerInKernel(): (vcpu: Vcpu) => Process;
  /** A read of a device register that a user process emulates. */
  registerInUser(): (vcpu: Vcpu) => Process;
  /** An SGI to another vCPU; `handled` is called when its handler has run. */
  interprocessorInterrupt(to: Vcpu, handled: () => void): (vcpu: Vcpu) => Process;
  /** The end of an interrupt, which the virtual interface of the GIC takes. */
  endOfInterrupt(): (vcpu: Vcpu) => Process;
}

/** The operations under a plan's hypervisor; their step lists are priced when they are asked for. */
export function operations(plan: Plan): Operations {
  const { machine, hypervisor, steps } = plan;
  const { tariff } = machine;
  const inHost = hypervisor.waits === 'user exit';
  const weight = inHost ? 'kernel' : 'el2';
  const handler = inHost ? steps.hostKernel : x2;
  const hypervised = (): void => {
    if (hypervisor.waits === 'never') throw new Error('workload.operation: nothing exits without a hypervisor (eoi and virtual_ipi do without)');
  };

  return {
    hypercall() {
      hypervised();
      const path = tariff.path('hypercall', [...steps.exit[weight], handler('hypercall_reject')]);
      return function* (vcpu) {
        vcpu.exitTo(weight);
        vcpu.thread.run(path);
        yield;
        vcpu.resumes();
      };
    },
    registerInKernel() {
      hypervised();
      const { access } = localAccess(tariff, steps, weight, 'emulate_reg_vgic');
      return (vcpu) => access(vcpu);
    },
    registerInUser() {
      hypervised();
      const register = inHost ? vmmAccess(plan, 'emulate_reg_virtio') : Daemon.of(plan).register('emulate_reg_virtio');
      return (vcpu) => register.access(vcpu);
    },
    interprocessorInterrupt(to, handled) {
      const { weight: sgiWeight, steps: sgi, injection } = sgiTo(plan, to, handled);
      const path = tariff.path('SGI sent', sgi);
      return (vcpu) => kicking(vcpu, { weight: sgiWeight, steps: sgi, tell: () => (injection.raise(), null) }, path);
    },
    endOfInterrupt() {
      const path = tariff.path('end of interrupt', steps.complete);
      return function* ({ thread }) {
        thread.run(path);
        yield;
      };
    },
  };
}
