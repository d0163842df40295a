import type { ExitReason } from '../exit-reason.ts';
import type { KernelEventWhat } from '../kernel-event.ts';

/** An event as the model knows it; older kernels do not say why a guest exits. */
export type TracedWhat = Exclude<KernelEventWhat, { readonly name: 'kvm_exit' }> | { readonly name: 'kvm_exit'; readonly reason: ExitReason | null };

/** One line of a real trace. Tasks are named `comm-pid`, the idle threads `swapper`. */
export interface TracedEvent {
  /** From 1. */
  readonly line: number;
  readonly atPs: number;
  readonly cpu: number;
  readonly task: string;
  /** The event's name in the trace; with what tells it apart from those that the model knows, where it has their name. */
  readonly kind: string;
  /** Null where the model has nothing of the kind. */
  readonly what: TracedWhat | null;
}

/** What a kernel's tracer wrote, in the order of time. */
export interface KernelTrace {
  readonly events: readonly TracedEvent[];
  /** Resolution of its clock; null where the clock counts ticks of unknown length, and `atPs` those ticks. */
  readonly tickPs: number | null;
  /** What was read and is no event, each with its line. */
  readonly notes: readonly string[];
}

/** Events that are switched on together: kvm:*, sched:*, irq:*, ipi:*. */
const family = (name: string): string => name.split('_')[0];

/** Whether a trace has anything of an event's family: where it has not, it is no news that the event is missing. */
export function tracedFamilies(events: readonly TracedEvent[]): (name: string) => boolean {
  const families = new Set(events.map(({ kind }) => family(kind)));
  return (name) => families.has(family(name));
}
