import type { TracedWhat } from '../experiment/against/traced-event.ts';
import type { ExitReason } from '../experiment/exit-reason.ts';

/** Names a task by its number. */
type Task = (pid: string) => string;

/** What a line's fields are to the model; null where it has nothing of the kind, or they cannot be read. */
type Reader = (fields: string, task: Task) => TracedWhat | null;

/** Reasons of x86's exits (arch/x86/include/uapi/asm/{vmx,svm}.h) by what the guest did, which Arm's classes are called for. */
const x86: Readonly<Record<string, ExitReason>> = {
  HLT: 'WFx', EXTERNAL_INTERRUPT: 'IRQ', EPT_MISCONFIG: 'DABT_LOW', EPT_VIOLATION: 'DABT_LOW', IO_INSTRUCTION: 'DABT_LOW', VMCALL: 'HVC64', MSR_WRITE: 'SYS64', APIC_WRITE: 'SYS64',
  hlt: 'WFx', interrupt: 'IRQ', npf: 'DABT_LOW', io: 'DABT_LOW', vmmcall: 'HVC64', msr: 'SYS64', avic_incomplete_ipi: 'SYS64',
};
const arm: Readonly<Record<string, ExitReason>> = { WFx: 'WFx', WFX: 'WFx', HVC64: 'HVC64', HVC32: 'HVC64', SYS64: 'SYS64', DABT_LOW: 'DABT_LOW' };

const known = (reasons: Readonly<Record<string, ExitReason>>, word: string): TracedWhat | null => (Object.hasOwn(reasons, word) ? { name: 'kvm_exit', reason: reasons[word] } : null);

const exit: Reader = (fields) => {
  if (fields.startsWith('IRQ:')) return { name: 'kvm_exit', reason: 'IRQ' };
  const ofArm = /\b[HE]SR_EC: 0x[\da-f]+ \((\w+)\)/.exec(fields);
  if (ofArm !== null) return known(arm, ofArm[1]);
  const ofX86 = /\breason (\w+)/.exec(fields);
  if (ofX86 !== null) return known(x86, ofX86[1]);
  // Before Linux 4.2 Arm's line had the program counter alone.
  return /^PC: 0x/.test(fields) ? { name: 'kvm_exit', reason: null } : null;
};

const onSwitch: Reader = (fields, task) => {
  // The kernel's own words, and those of trace-cmd's plug-in.
  const found = /prev_state=(\S+) ==> next_comm=.* next_pid=(\d+)/.exec(fields) ?? /:\d+ \[-?\d+\] (\S+) ==> .*:(\d+) \[-?\d+\]/.exec(fields);
  return found === null ? null : { name: 'sched_switch', next: task(found[2]), sleeps: !found[1].startsWith('R') };
};

const onWakeup: Reader = (fields, task) => {
  const found = /comm=.* pid=(\d+) .*target_cpu=(\d+)/.exec(fields) ?? /:(\d+) \[-?\d+\].* CPU:(\d+)/.exec(fields);
  return found === null ? null : { name: 'sched_wakeup', woken: task(found[1]), onCpu: Number(found[2]) };
};

const ofTimer = (word: string): string => (/timer/.test(word) ? 'arch_timer' : 'device');
const onIpi = (name: 'ipi_entry' | 'ipi_exit'): Reader => (fields) => (/Rescheduling/.test(fields) ? { name } : null);

/** Events that the model has, by their names in Linux, older and of other architectures too. */
const readers: Readonly<Record<string, Reader>> = {
  kvm_entry: () => ({ name: 'kvm_entry' }),
  kvm_exit: exit,
  kvm_mmio: (fields) => ({ name: 'kvm_mmio', writes: /^mmio write\b/.test(fields) }),
  kvm_fast_mmio: () => ({ name: 'kvm_mmio', writes: true }),
  kvm_pio: (fields) => ({ name: 'kvm_mmio', writes: /^pio_write\b/.test(fields) }),
  kvm_wfx_arm64: () => ({ name: 'kvm_wfx_arm64' }),
  kvm_wfi: () => ({ name: 'kvm_wfx_arm64' }),
  kvm_userspace_exit: () => ({ name: 'kvm_userspace_exit' }),
  sched_switch: onSwitch,
  sched_wakeup: onWakeup,
  irq_handler_entry: (fields) => ({ name: 'irq_handler_entry', irq: ofTimer(fields) }),
  irq_handler_exit: (fields) => ({ name: 'irq_handler_exit', irq: ofTimer(fields) }),
  local_timer_entry: () => ({ name: 'irq_handler_entry', irq: 'arch_timer' }),
  local_timer_exit: () => ({ name: 'irq_handler_exit', irq: 'arch_timer' }),
  ipi_entry: onIpi('ipi_entry'),
  ipi_exit: onIpi('ipi_exit'),
  reschedule_entry: () => ({ name: 'ipi_entry' }),
  reschedule_exit: () => ({ name: 'ipi_exit' }),
};

/** What an event is to the model, and what it is called. */
export function eventOf(name: string, fields: string, task: Task): { readonly kind: string; readonly what: TracedWhat | null } {
  const what = Object.hasOwn(readers, name) ? readers[name](fields, task) : null;
  // Of a kind that the model has, but not like this: it is told apart by its first word in brackets, or its reason.
  const apart = what === null && Object.hasOwn(readers, name) ? (/\(([^()]{1,40})\)|\breason (\w{1,40})/.exec(fields)?.slice(1).find((word) => word !== undefined) ?? 'unreadable') : null;
  return { kind: apart === null ? name : `${name} (${apart})`, what };
}
