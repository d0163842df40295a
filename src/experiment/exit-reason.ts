import type { CostId } from '../machine/costs.ts';
import type { Path } from '../machine/path.ts';

/** Exception classes (ESR_ELx.EC) of the exits that a guest of the model makes; an interrupt is no exception of its own, and has none. Arm ARM D24.2.40, by the names of Linux arch/arm64/include/asm/kvm_arm.h. */
export const exceptionClasses = { IRQ: 0x00, WFx: 0x01, HVC64: 0x16, SYS64: 0x18, DABT_LOW: 0x24 } as const;

export type ExitReason = keyof typeof exceptionClasses;

/** What was trapped, by the step that handles it; whatever else is trapped is an access to memory. */
const handledBy: Partial<Record<CostId, ExitReason>> = { irq_to_el2: 'IRQ', wfi_decide: 'WFx', hypercall_reject: 'HVC64', hypercall_dispatch: 'HVC64', sgi_sysreg_trap: 'SYS64' };

/** Why a guest exits by this path; null where it does not. */
export function exitReasonOf({ steps }: Path): ExitReason | null {
  const from = steps.findIndex(({ counts }) => counts.includes('exit'));
  if (from < 0) return null;
  for (const { cost } of steps.slice(from)) {
    const reason = handledBy[cost];
    if (reason !== undefined) return reason;
  }
  return 'DABT_LOW';
}
