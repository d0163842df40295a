import type { HypervisorSteps } from '../hypervisors/hypervisor.ts';
import { hostUser as u, hypervisor as x2 } from '../machine/step.ts';
import type { Count, Steps } from '../machine/step.ts';
import type { CostId } from '../machine/costs.ts';
import type { Tariff } from '../machine/path.ts';
import type { Process, Thread } from '../machine/thread.ts';
import type { ExitWeight, Vcpu } from '../machine/vcpu.ts';
import type { Plan } from './backend.ts';
import { bigLock } from './big-lock.ts';

/** One trapped access of a guest to a device register, answered by whoever emulates it. */
export interface RegisterAccess {
  /** `effect` is what the register does when it is emulated, and what the emulating thread then has to do for it, if anything. */
  access(vcpu: Vcpu, effect?: (thread: Thread) => Process | null): Process;
}

/** Adds to what the first step of a list counts as. */
export function counting(steps: Steps, ...counts: readonly Count[]): Steps {
  return steps.map((step, i) => (i === 0 ? { ...step, counts: [...step.counts, ...counts] } : step));
}

/** An access that the vCPU's own core answers, at EL2 or in the host kernel. */
export function localAccess(tariff: Tariff, steps: HypervisorSteps, weight: Exclude<ExitWeight, 'user'>, emulate: CostId): RegisterAccess {
  const place = weight === 'el2' ? x2 : steps.hostKernel;
  const path = tariff.path(`register access (${weight})`, [...steps.exit[weight], place('abort_decode'), place('mmio_region_lookup'), place(emulate)]);
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

/** An access that the VMM answers in the vCPU's thread, under its big lock. */
export function vmmAccess(plan: Pick<Plan, 'machine' | 'steps' | 'vcpus'>, emulate: CostId): RegisterAccess {
  const { machine: { tariff }, steps } = plan;
  const lock = bigLock(plan);
  const exit = tariff.path('register access (user)', steps.exit.user);
  const emulated = tariff.path('register emulated', [u('bql_acquire'), u(emulate)]);
  return {
    *access(vcpu, effect) {
      const { thread } = vcpu;
      vcpu.exitTo('user');
      thread.run(exit);
      yield;
      const wait = lock.acquire(thread);
      if (wait !== null) {
        thread.call(wait);
        yield;
      }
      thread.run(emulated);
      yield;
      const more = effect?.(thread) ?? null;
      if (more !== null) {
        thread.call(more);
        yield;
      }
      const wake = lock.release(thread);
      if (wake !== null) {
        thread.call(wake);
        yield;
      }
      vcpu.resumes();
    },
  };
}
