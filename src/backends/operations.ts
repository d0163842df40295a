import { hypervisor as x2 } from '../machine/step.ts';
import type { Path } from '../machine/path.ts';
import type { Process, Thread } from '../machine/thread.ts';
import type { Vcpu } from '../machine/vcpu.ts';
import type { Plan } from './backend.ts';
import { emulatedRegister } from './control-plane.ts';
import { lpiTo, sgiTo, type GuestSgi } from './guest-sgi.ts';
import { kicking } from './kick.ts';
import { osOperation, type OsOperation } from './os-operations.ts';
import { localAccess } from './registers.ts';

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
  /** An LPI to another vCPU by a command to the virtual ITS. */
  messageInterrupt(to: Vcpu, handled: () => void): (vcpu: Vcpu) => Process;
  /** The end of an interrupt, which the virtual interface of the GIC takes. */
  endOfInterrupt(): (vcpu: Vcpu) => Process;
  /** What a process asks of the guest's or the host's kernel, as one path, and the thread that asks. */
  ofKernel(where: 'guest' | 'host', operation: OsOperation): { readonly thread: Thread; readonly path: Path };
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

  const sent = (name: string, { weight: heavy, steps: sending, injection }: GuestSgi): ((vcpu: Vcpu) => Process) => {
    const path = tariff.path(name, sending);
    return (vcpu) => kicking(vcpu, { weight: heavy, steps: sending, tell: () => (injection.raise(), null) }, path);
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
      const { access } = emulatedRegister(plan, 'user');
      return (vcpu) => access(vcpu);
    },
    interprocessorInterrupt: (to, handled) => sent('SGI sent', sgiTo(plan, to, handled)),
    messageInterrupt: (to, handled) => sent('LPI sent', lpiTo(plan, to, handled)),
    ofKernel: (where, operation) => osOperation(plan, where, operation),
    endOfInterrupt() {
      const path = tariff.path('end of interrupt', steps.complete);
      return function* ({ thread }) {
        thread.run(path);
        yield;
      };
    },
  };
}
