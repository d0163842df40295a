import type { HandOver } from '../../machine/observer.ts';
import type { KernelEvent } from '../kernel-event.ts';
import { KernelEvents } from '../kernel-events.ts';
import { runOnce, warmUp } from '../run.ts';
import type { TrialSpec } from '../spec.ts';
import { TraceWindow } from '../trace-window.ts';
import type { TracedRequest, TracedSpan, TraceListener } from '../trace-window.ts';

/** An event of the model, and what led to it. */
export interface ModelStep {
  readonly event: KernelEvent;
  /** Since the event before, which for the first is the last of the request before. */
  readonly sincePs: number;
  /** What its CPU did in that time: paths and stretches, in order. */
  readonly work: readonly Work[];
}

export interface Work {
  readonly name: string;
  readonly ps: number;
}

/** The events of one request among others like it, from its start to the start of the next. */
export interface SteadyRequest {
  readonly steps: readonly ModelStep[];
  readonly periodPs: number;
  readonly device: string;
  readonly bytes: number;
  readonly writes: boolean;
}

/** Requests that are looked at after the warm-up: windows that learn have learnt. */
const REQUESTS = 40;

/** Runs a trial of one request at a time and takes the request whose events are the most frequent. */
export function steadyRequest(spec: TrialSpec): SteadyRequest {
  const asked = { ...spec, requests: REQUESTS };
  const heard = new Heard();
  const window = new TraceWindow(heard, { warm: warmUp(REQUESTS), requests: REQUESTS, limit: Infinity });
  const { machine, toPs } = runOnce(asked, spec.seed, window);
  window.end(machine, toPs);
  return { ...typical(heard), device: spec.device, bytes: heard.bytes, writes: heard.writes };
}

/** Time of one CPU that was spent on something. */
interface Spent {
  readonly cpu: number;
  readonly name: string;
  readonly fromPs: number;
  readonly toPs: number;
}

/** What is told of a trial, as events, as work and as the starts of its requests. */
class Heard implements TraceListener {
  readonly written = 0;
  readonly events: KernelEvent[] = [];
  readonly spent: Spent[] = [];
  readonly startsPs: number[] = [];
  bytes = 0;
  writes = false;
  readonly #kernel = new KernelEvents((event) => this.events.push(event));

  span(span: TracedSpan): void {
    const { core, path, stretch, fromPs, toPs } = span;
    const name = path?.name ?? stretch?.name;
    if (name !== undefined && toPs > fromPs) this.spent.push({ cpu: core.machine.cores.indexOf(core), name, fromPs, toPs });
    this.#kernel.span(span.whole ? span : { ...span, path: null });
  }

  handedOver(handOver: HandOver): void {
    this.#kernel.handedOver(handOver);
  }

  request({ startPs, steps: [{ of, request }] }: TracedRequest): void {
    this.startsPs.push(startPs);
    this.bytes = of.bytes[request];
    this.writes = of.kinds[request] === 1;
  }

  step(): void {}
  passed(): void {}
}

function typical({ events: told, spent, startsPs }: Heard): Pick<SteadyRequest, 'steps' | 'periodPs'> {
  const events = told.sort((a, b) => a.atPs - b.atPs);
  const found = new Map<string, { from: number; until: number; periodPs: number }[]>();
  let at = events.findIndex(({ atPs }) => atPs >= startsPs[0]);
  for (let i = 0; i + 1 < startsPs.length && at >= 0; i++) {
    const from = at;
    while (at < events.length && events[at].atPs < startsPs[i + 1]) at++;
    // Of the first it is not known what came before it.
    if (from === 0 || i === 0) continue;
    const key = JSON.stringify(events.slice(from, at).map(({ atPs: _, ...what }) => what));
    found.set(key, [...(found.get(key) ?? []), { from, until: at, periodPs: startsPs[i + 1] - startsPs[i] }]);
  }
  const [alike] = [...found.values()].sort((a, b) => b.length - a.length);
  // They differ in time by the lines of the ring that each touches: the one in the middle stands for them.
  const most = alike?.sort((a, b) => a.periodPs - b.periodPs)[(alike.length - 1) >> 1];
  if (most === undefined) return { steps: [], periodPs: (startsPs[startsPs.length - 1] - startsPs[0]) / (startsPs.length - 1) };
  const steps = events.slice(most.from, most.until).map((event, k): ModelStep => {
    const { atPs } = events[most.from + k - 1];
    return { event, sincePs: event.atPs - atPs, work: workWithin(spent, event.cpu, atPs, event.atPs) };
  });
  return { steps, periodPs: most.periodPs };
}

function workWithin(spent: readonly Spent[], cpu: number, fromPs: number, toPs: number): readonly Work[] {
  return spent
    .filter((span) => span.cpu === cpu && span.toPs > fromPs && span.fromPs < toPs)
    .map((span) => ({ name: span.name, ps: Math.min(span.toPs, toPs) - Math.max(span.fromPs, fromPs) }));
}
