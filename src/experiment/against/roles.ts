import { SWAPPER } from '../kernel-event.ts';
import type { KernelEvent, KernelEventWhat } from '../kernel-event.ts';
import type { TracedEvent, TracedWhat } from './traced-event.ts';

/** Whether a task of a trace can be a thread of the model. */
export type SameTask = (traced: string, modelled: string) => boolean;

/** The tasks that enter and leave guests, the busiest first. */
export function vcpusOf(events: readonly { readonly task: string; readonly what: KernelEventWhat | TracedWhat | null }[]): readonly string[] {
  const often = new Map<string, number>();
  for (const { task, what } of events) if (what?.name === 'kvm_exit' || what?.name === 'kvm_entry') often.set(task, (often.get(task) ?? 0) + 1);
  return [...often].sort(([, a], [, b]) => b - a).map(([task]) => task);
}

/**
 * Before it is known who is who: who enters guests does so in both, nobody is nobody, and any other task may be any other
 * thread. Of several that enter guests only the busiest of the trace are meant, as many as the model has.
 */
export function sameKind(traced: readonly string[], modelled: readonly string[]): SameTask {
  const meant = new Set(traced.slice(0, modelled.length));
  const others = new Set(traced.slice(modelled.length));
  return (task, thread) => (thread === SWAPPER || task === SWAPPER ? thread === task : modelled.includes(thread) ? meant.has(task) : !meant.has(task) && !others.has(task));
}

/** 2: the same event; 1: the same, but the task that loses its core sleeps in one and could go on in the other; 0: another event. */
export function likeness(event: TracedEvent, step: KernelEvent, same: SameTask): 0 | 1 | 2 {
  const { what } = event;
  if (what === null || what.name !== step.name || !same(event.task, step.task)) return 0;
  if (what.name === 'kvm_exit' && step.name === 'kvm_exit') return what.reason === null || what.reason === step.reason ? 2 : 0;
  if (what.name === 'kvm_mmio' && step.name === 'kvm_mmio') return what.writes === null || step.writes === null || what.writes === step.writes ? 2 : 0;
  if (what.name === 'sched_wakeup' && step.name === 'sched_wakeup') return same(what.woken, step.woken) ? 2 : 0;
  if (what.name === 'sched_switch' && step.name === 'sched_switch') return !same(what.next, step.next) ? 0 : what.sleeps === step.sleeps || event.task === SWAPPER ? 2 : 1;
  if ('irq' in what && 'irq' in step) return what.irq === step.irq ? 2 : 0;
  return 2;
}

/** Which task of the trace each thread of the model is: the one that was most often at its place. */
export function whoIsWho(pairs: Iterable<readonly [event: TracedEvent, step: KernelEvent]>): ReadonlyMap<string, string> {
  const often = new Map<string, { modelled: string; traced: string; times: number }>();
  const count = (traced: string, modelled: string): void => {
    const key = `${modelled}\n${traced}`;
    const found = often.get(key) ?? { modelled, traced, times: 0 };
    often.set(key, found);
    found.times++;
  };
  for (const [{ task, what }, step] of pairs) {
    count(task, step.task);
    if (what?.name === 'sched_switch' && step.name === 'sched_switch') count(what.next, step.next);
    if (what?.name === 'sched_wakeup' && step.name === 'sched_wakeup') count(what.woken, step.woken);
  }
  const found = new Map<string, string>();
  const taken = new Set<string>();
  for (const { modelled, traced } of [...often.values()].sort((a, b) => b.times - a.times)) {
    if (found.has(modelled) || taken.has(traced)) continue;
    found.set(modelled, traced);
    taken.add(traced);
  }
  return found;
}

/** The tasks of the trace that an event is about. */
export function tasksOf({ task, what }: TracedEvent): readonly string[] {
  return what?.name === 'sched_switch' ? [task, what.next] : what?.name === 'sched_wakeup' ? [task, what.woken] : [task];
}
