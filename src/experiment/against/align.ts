import type { KernelEvent } from '../kernel-event.ts';
import { likeness, sameKind, vcpusOf, whoIsWho } from './roles.ts';
import type { SameTask } from './roles.ts';
import { tracedFamilies } from './traced-event.ts';
import type { TracedEvent } from './traced-event.ts';
import { wrapAround } from './wrap-around.ts';

/** Where each event of a trace stands among the steps of a request that repeats. */
export interface Alignment {
  readonly score: number;
  /** For each event: the model's step that it is, or -1. */
  readonly steps: Int32Array;
  /** For each event: the request in which it comes, from 0 on. */
  readonly requests: Int32Array;
  /** Steps that a request passed without an event. */
  readonly missed: readonly { readonly step: number; readonly request: number }[];
  /** The model's threads, and the task of the trace that each is. */
  readonly who: ReadonlyMap<string, string>;
}

/** Aligns a trace with the events of one request of the model, first by kinds of task, then by who was found to be who. */
export function align(events: readonly TracedEvent[], model: readonly KernelEvent[]): Alignment {
  const modelled = vcpusOf(model.map((step) => ({ task: step.task, what: step })));
  const traced = vcpusOf(events);
  const first = aligned(events, model, sameKind(traced, modelled));
  const who = whoIsWho(pairs(events, model, first.steps));
  const second = aligned(events, model, (traced, thread) => who.get(thread) === traced);
  return { ...second, who };
}

function aligned(events: readonly TracedEvent[], model: readonly KernelEvent[], same: SameTask): Omit<Alignment, 'who'> {
  // What was not traced is missed by every request, and says nothing of any.
  const isTraced = tracedFamilies(events);
  const pattern = [...model.keys()].filter((step) => isTraced(model[step].name));
  // Events repeat: each different one is compared with each step once.
  const alike = new Map<string, Uint8Array>();
  const rows = events.map((event): Uint8Array => {
    const key = event.what === null ? '' : JSON.stringify([event.task, event.what]);
    const row = alike.get(key) ?? Uint8Array.from(pattern, (step) => likeness(event, model[step], same));
    alike.set(key, row);
    return row;
  });
  // What can be no step at all need not be carried through the alignment.
  const likely = rows.flatMap((row, i) => (row.some((how) => how > 0) ? [i] : []));
  const found = wrapAround(likely.map((i) => rows[i]), pattern.length);
  const steps = new Int32Array(events.length).fill(-1);
  const requests = new Int32Array(events.length);
  let at = 0;
  let request = 0;
  events.forEach((_, i) => {
    if (likely[at] === i) {
      request = found.passes[at];
      const place = found.places[at++];
      steps[i] = place < 0 ? -1 : pattern[place];
    }
    requests[i] = request;
  });
  const missed = found.missed.map(({ place, pass }) => ({ step: pattern[place], request: pass }));
  return { score: found.score, steps, requests, missed: elsewhere(events, model, same, steps, requests, missed) };
}

/**
 * Nothing orders what two CPUs do at the same time: an event that came in another order there than in the model is still
 * the step that its request, or the one beside it, seems to miss.
 */
function elsewhere(events: readonly TracedEvent[], model: readonly KernelEvent[], same: SameTask, steps: Int32Array, requests: Int32Array, missed: Alignment['missed']): Alignment['missed'] {
  if (events.every(({ cpu }) => cpu === events[0].cpu)) return missed;
  const open = new Map<number, number[]>();
  events.forEach((event, i) => {
    if (event.what === null || steps[i] >= 0) return;
    const list = open.get(requests[i]) ?? [];
    open.set(requests[i], list);
    list.push(i);
  });
  return missed.filter(({ step, request }) => {
    for (const of of [request, request - 1, request + 1]) {
      const list = open.get(of) ?? [];
      const k = list.findIndex((i) => steps[i] < 0 && likeness(events[i], model[step], same) === 2);
      if (k < 0) continue;
      steps[list[k]] = step;
      requests[list[k]] = request;
      list.splice(k, 1);
      return false;
    }
    return true;
  });
}

function* pairs(events: readonly TracedEvent[], model: readonly KernelEvent[], steps: Int32Array): Generator<readonly [TracedEvent, KernelEvent]> {
  for (const [i, event] of events.entries()) if (steps[i] >= 0) yield [event, model[steps[i]]];
}
