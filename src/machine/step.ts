import type { CostId } from './costs.ts';

export type ExceptionLevel = 0 | 1 | 2;

/** Who spends the time: VHE moves the same host code from EL1 to EL2, so role and exception level are two breakdowns. */
export type Role = 'guest user' | 'guest kernel' | 'world switch' | 'hypervisor' | 'host kernel' | 'host user' | 'polling';

/** What a step is counted as, beside its time. `exit` leaves a guest, `host exit` the HostVM; a `reschedule ipi` wakes a core for its scheduler. */
export type Count = 'exit' | 'user exit' | 'wfi exit' | 'host exit' | 'kick' | 'interrupt' | 'ipi' | 'reschedule ipi' | 'wakeup' | 'syscall' | 'context switch';

/** What the bytes of a virtqueue decide: cache lines fetched, descriptors and indirect tables read, buffers found. */
export type Multiple = 'line' | 'descriptor' | 'buffer' | 'table';

/** One line of a paper's table: where it happens, which cost it is, how often. */
export interface Step {
  readonly cost: CostId;
  readonly el: ExceptionLevel;
  readonly role: Role;
  readonly times: number;
  readonly counts: readonly Count[];
  /** Taken so often for each of these; absent where the number is fixed. */
  readonly per?: Multiple;
}

export type Steps = readonly Step[];

/** Makes the steps of one place: `const x2 = at(2, 'hypervisor'); x2('abort_decode')`. */
export type Place = (cost: CostId, ...counts: readonly Count[]) => Step;

const COUNTED: Partial<Record<CostId, Count>> = {
  try_to_wake_up: 'wakeup',
  context_switch: 'context switch',
  ctxt_switch_vm: 'context switch',
  guest_irq_entry_exit: 'interrupt',
};

export function at(el: ExceptionLevel, role: Role): Place {
  return (cost, ...counts) => {
    const counted = COUNTED[cost];
    return { cost, el, role, times: 1, counts: counted === undefined ? counts : [counted, ...counts] };
  };
}

export function repeat(times: number, step: Step): Step {
  return { ...step, times: step.times * times };
}

/** A step for each of what a virtqueue counts: `per('descriptor', h('desc_fetch'))`. */
export function per(multiple: Multiple, step: Step): Step {
  return { ...step, per: multiple };
}

export function repeatAll(times: number, steps: Steps): Steps {
  return steps.map((step) => repeat(times, step));
}

export const guestUser = at(0, 'guest user');
export const guestKernel = at(1, 'guest kernel');
export const hypervisor = at(2, 'hypervisor');
export const hostUser = at(0, 'host user');
