import type { ExitReason } from './exit-reason.ts';

/** What a kernel's tracer can say of a host with guests, in the names of Linux' trace events. */
export type KernelEventWhat =
  | { readonly name: 'kvm_entry' | 'kvm_wfx_arm64' | 'kvm_userspace_exit' }
  | { readonly name: 'kvm_exit'; readonly reason: ExitReason }
  /** Whether a register is read or written is known of kicks only. */
  | { readonly name: 'kvm_mmio'; readonly writes: boolean | null }
  | { readonly name: 'sched_switch'; readonly next: string; readonly sleeps: boolean }
  | { readonly name: 'sched_wakeup'; readonly woken: string; readonly onCpu: number }
  | { readonly name: 'irq_handler_entry' | 'irq_handler_exit'; readonly irq: string }
  | { readonly name: 'ipi_entry' | 'ipi_exit' };

/** An event as a tracer in the host would see it: `task` is who had the core; `swapper` nobody. */
export type KernelEvent = KernelEventWhat & {
  readonly atPs: number;
  readonly cpu: number;
  readonly task: string;
};

/** Nobody: the idle thread of a core. */
export const SWAPPER = 'swapper';
