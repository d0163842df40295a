import type { Vcpu, VirtualInterrupt } from '../machine/vcpu.ts';
import type { Plan } from './backend.ts';
import { callTo } from './guest-interrupt.ts';
import type { Injector } from './kick.ts';

/** An injection by EL2 itself: into a list register where it runs on the vCPU's core, by an IPI elsewhere. */
export function listRegister(plan: Plan, vcpu: Vcpu, line: VirtualInterrupt): Injector {
  const elsewhere = callTo(plan, vcpu, line);
  return {
    raise() {
      if (plan.machine.runningCore() !== vcpu.thread.core) elsewhere.raise();
      else if (vcpu.pend(line) && vcpu.place === 'blocked') vcpu.wakeUp.raise();
    },
  };
}
