import type { HypervisorSteps } from '../hypervisors/hypervisor.ts';
import { hostUser, hypervisor as x2 } from '../machine/step.ts';
import type { Count, Steps } from '../machine/step.ts';
import type { CostId } from '../machine/costs.ts';
import type { Tariff } from '../machine/path.ts';
import type { Process, Thread } from '../machine/thread.ts';
import type { ExitWeight, Vcpu } from '../machine/vcpu.ts';

/** One trapped access of a guest to a device register, answered by whoever emulates it. */
export interface RegisterAccess {
  /** `effect` is what the register does when it is emulated, and what the emulating thread then has to do for it, if anything. */
  access(vcpu: Vcpu, effect?: (thread: Thread) => Process | null): Process;
}

/** Adds to what the first step of a list counts as. */
export function counting(steps: Steps, ...counts: readonly Count[]): Steps {
  return steps.map((step, i) => (i === 0 ? { ...step, counts: [...step.counts, ...counts] } : step));
}

/** An access that the vCPU's own core answers: at EL2, in the host kernel, or in the VMM's vCPU thread. */
export function localAccess(tariff: Tariff, steps: HypervisorSteps, weight: ExitWeight, emulate: CostId): RegisterAccess {
  const decode = (place: typeof x2): Steps => [place('abort_decode'), place('mmio_region_lookup'), place(emulate)];
  const lists: Record<ExitWeight, Steps> = {
    el2: [...steps.exit.el2, ...decode(x2)],
    kernel: [...steps.exit.kernel, ...decode(steps.hostKernel)],
    user: [...steps.exit.user, hostUser('bql_acquire'), hostUser(emulate)],
  };
  const path = tariff.path(`register access (${weight})`, lists[weight]);
  return {
    *access(vcpu, effect) {
      vcpu.exitTo(weight);
      vcpu.thread.run(path);
      yield;
      const more = effect?.(vcpu.thread) ?? null;
      if (more !== null) {
        vcpu.thread.call(more);
        yield;
      }
      vcpu.resumes();
    },
  };
}
