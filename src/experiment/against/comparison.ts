import type { KernelEvent } from '../kernel-event.ts';
import type { Alignment } from './align.ts';
import { tasksOf } from './roles.ts';
import type { ModelStep, SteadyRequest, Work } from './steady-request.ts';
import { tracedFamilies } from './traced-event.ts';
import type { KernelTrace, TracedEvent } from './traced-event.ts';
import { unmatched } from './unmatched.ts';
import type { Unmatched } from './unmatched.ts';

/** How a step of the model and the trace compare. */
export type Verdict = 'agrees' | 'differs in time' | 'differs in kind: only in the model' | 'not traced';

/** Times between two events, as often as both were met; in ps, or in ticks of a clock that counts. */
export interface Spread {
  readonly times: number;
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** A step of the model's request, and what the trace has in its place. */
export interface StepRow {
  readonly step: KernelEvent;
  readonly verdict: Verdict;
  /** How often requests came past it, and how often it was there. */
  readonly passed: number;
  readonly met: number;
  /** Of these, the task that lost its core could go on where the model's sleeps, or the other way round. */
  readonly otherwise: number;
  /** From the step before that the trace has too; null where nothing is to be compared. */
  readonly sincePs: number | null;
  /** What the step's CPU did meanwhile in the model. */
  readonly work: readonly Work[];
  readonly traced: Spread | null;
  /** Events of the trace in that time, this one too: each has cost the traced machine time that the model has not. */
  readonly events: number | null;
}

/** How often in a request: in the model, and in the trace as a whole. */
export interface CountRow {
  readonly name: string;
  readonly modelled: number;
  /** Null where the trace has no whole request, or nothing of the family. */
  readonly traced: number | null;
}

/** A trace explained by the model, to the last event: matched, extra, of others and unknown are all there are. */
export interface Comparison extends Unmatched {
  /** Whole ones, from one event at a step of the model to the next. */
  readonly requests: number;
  readonly steps: readonly StepRow[];
  readonly counts: readonly CountRow[];
  readonly periodPs: number;
  readonly period: Spread | null;
  readonly events: { readonly all: number; readonly matched: number; readonly extra: number; readonly ofOthers: number; readonly unknown: number };
}

/** Times agree within a quarter, the range that was traced, or a tick of its clock at either end. */
const WITHIN = 0.25;

/** Says step by step where a trace and a request of the model agree. */
export function compare({ events, tickPs }: KernelTrace, { steps: modelled, periodPs }: SteadyRequest, alignment: Alignment): Comparison {
  const model = modelled.map(({ event }) => event);
  const { steps, requests, missed, who } = alignment;
  const met = model.map(() => [] as number[]);
  events.forEach((_, i) => {
    if (steps[i] >= 0) met[steps[i]].push(i);
  });
  const missing = model.map((_, step) => missed.filter((one) => one.step === step).length);
  const isThere = met.map((list, step) => list.length > 0 && list.length >= missing[step]);
  const isTraced = tracedFamilies(events);
  const rows = model.map((step, k): StepRow => {
    const passed = met[k].length + missing[k];
    const otherwise = met[k].filter((i) => sleepsOtherwise(events[i], step)).length;
    if (!isThere[k]) return { step, verdict: isTraced(step.name) ? 'differs in kind: only in the model' : 'not traced', passed, met: met[k].length, otherwise, sincePs: null, work: [], traced: null, events: null };
    const { before, ps, work } = stepBefore(k, isThere, modelled);
    const pairs = met[k].flatMap((i, n) => {
      const from = lastBefore(met[before], i);
      return from >= 0 && from >= (met[k][n - 1] ?? 0) ? [{ between: events[i].atPs - events[from].atPs, count: i - from }] : [];
    });
    const traced = spread(pairs.map(({ between }) => between));
    const isNear = traced === null || tickPs === null || near(ps, traced, tickPs);
    return { step, verdict: isNear ? 'agrees' : 'differs in time', passed, met: met[k].length, otherwise, sincePs: ps, work, traced, events: spread(pairs.map(({ count }) => count))?.median ?? null };
  });
  const anchor = isThere.indexOf(true);
  const period = anchor < 0 ? null : spread(met[anchor].slice(1).flatMap((i, n) => (requests[i] === requests[met[anchor][n]] + 1 ? [events[i].atPs - events[met[anchor][n]].atPs] : [])));
  const tasks = new Set(who.values());
  const rest = unmatched(events, steps, (event) => tasksOf(event).some((task) => tasks.has(task) && task !== 'swapper'));
  const whole = anchor < 0 ? null : wholeRequests(events, requests, met[anchor]);
  const matched = met.reduce((sum, list) => sum + list.length, 0);
  const { extra, ofOthers, unknown } = rest;
  return {
    requests: whole?.requests ?? 0, steps: rows, ...rest, periodPs, period, counts: countRows(whole, model, isTraced),
    events: { all: events.length, matched, extra: sum(extra), ofOthers: sum(ofOthers), unknown: sum(unknown) },
  };
}

const sum = (rows: readonly { readonly times: number }[]): number => rows.reduce((total, { times }) => total + times, 0);

const sleepsOtherwise = ({ what, task }: TracedEvent, step: KernelEvent): boolean => what?.name === 'sched_switch' && step.name === 'sched_switch' && task !== 'swapper' && what.sleeps !== step.sleeps;

/** The step before that the trace has too, and what the model does from there: around a request, to the step itself where there is no other. */
function stepBefore(step: number, isThere: readonly boolean[], modelled: readonly ModelStep[]): { readonly before: number; readonly ps: number; readonly work: readonly Work[] } {
  let before = step;
  let ps = 0;
  let work: readonly Work[] = [];
  do {
    ps += modelled[before].sincePs;
    work = [...modelled[before].work, ...work];
    before = before === 0 ? isThere.length - 1 : before - 1;
  } while (!isThere[before]);
  return { before, ps, work };
}

/** The last of some numbers in order that is below another; -1 where there is none. */
function lastBefore(list: readonly number[], i: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < i) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? -1 : list[low - 1];
}

function near(ps: number, { median, least, most }: Spread, tickPs: number): boolean {
  return (ps >= least - tickPs && ps <= most + tickPs) || Math.abs(ps - median) <= WITHIN * median;
}

function spread(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return { times: sorted.length, median: sorted[(sorted.length - 1) >> 1], least: sorted[0], most: sorted[sorted.length - 1] };
}

/** What is counted by who asks how often a request leaves the guest. */
const counted: Readonly<Record<string, { readonly of: KernelEvent['name']; readonly reason?: string }>> = {
  exits: { of: 'kvm_exit' }, 'of these WFI': { of: 'kvm_exit', reason: 'WFx' }, 'to user space': { of: 'kvm_userspace_exit' }, 'context switches': { of: 'sched_switch' }, 'wake-ups': { of: 'sched_wakeup' },
};

/** What the trace has whole of: from the first event at one step of the model to the last. */
interface Whole {
  readonly requests: number;
  readonly events: readonly TracedEvent[];
}

function wholeRequests(events: readonly TracedEvent[], requests: Int32Array, met: readonly number[]): Whole {
  const [first] = met;
  const last = met[met.length - 1];
  return { requests: requests[last] - requests[first], events: events.slice(first, last) };
}

function countRows(whole: Whole | null, model: readonly KernelEvent[], isTraced: (name: string) => boolean): readonly CountRow[] {
  return Object.entries(counted).map(([name, { of, reason }]) => {
    const is = (event: { readonly name: string; readonly reason?: string | null }): boolean => event.name === of && (reason === undefined || event.reason === reason);
    const traced = whole === null || whole.requests === 0 || !isTraced(of) ? null : whole.events.filter(({ kind, what }) => is(what ?? { name: kind.split(' ')[0] })).length / whole.requests;
    return { name, modelled: model.filter(is).length, traced };
  });
}
