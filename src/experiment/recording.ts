import type { Core } from '../machine/core.ts';
import type { HandOver, Observer, RequestStage, RequestStep, Span } from '../machine/observer.ts';
import type { VcpuPlace } from '../machine/vcpu.ts';

/** Something that was told, with its place in the order of telling: equal times have an order too. */
export interface Told {
  readonly seq: number;
}

export type SpanTold = Span & Told;
export type StepTold = RequestStep & Told;
export type HandOverTold = HandOver & Told & {
  /** Of a virtual interrupt that becomes pending: where its vCPU was. */
  readonly place: VcpuPlace | null;
};

/** A request that was followed to its end: its steps in order. */
export interface Life {
  readonly guest: number;
  readonly request: number;
  readonly startPs: number;
  readonly endPs: number;
  readonly bytes: number;
  readonly steps: readonly StepTold[];
}

/** Keeps all that an observer is told, so that a request can be followed backwards through cores and hand-overs. */
export class Recording implements Observer {
  readonly #spans = new Map<Core, SpanTold[]>();
  /** Hand-overs that somebody on a core did, or that reached a core, by that core. */
  readonly #handOvers = new Map<Core | null, HandOverTold[]>();
  readonly lives: Life[] = [];
  readonly #open = new Map<number, Map<number, StepTold[]>>();
  #seq = 0;

  spent(span: Span): void {
    listOf(this.#spans, span.core).push({ ...span, seq: this.#seq++ });
  }

  handedOver(handOver: HandOver): void {
    const place = handOver.what === 'virtual interrupt pending' ? handOver.vcpu.place : null;
    listOf(this.#handOvers, placeOf(handOver)).push({ ...handOver, seq: this.#seq++, place });
  }

  request(step: RequestStep): void {
    const { of, request, what } = step;
    const open = this.#open.get(of.guest) ?? new Map<number, StepTold[]>();
    this.#open.set(of.guest, open);
    const steps = what === 'started' ? [] : (open.get(request) ?? []);
    steps.push({ ...step, seq: this.#seq++ });
    open.set(request, steps);
    if (what !== 'collected') return;
    open.delete(request);
    this.lives.push({ guest: of.guest, request, startPs: of.startPs[request], endPs: of.endPs[request], bytes: of.bytes[request], steps });
  }

  get cores(): readonly Core[] {
    return [...this.#spans.keys()];
  }

  spansOf(core: Core): readonly SpanTold[] {
    return this.#spans.get(core) ?? [];
  }

  /** The last span of a core that was told before something else; -1 where there is none. */
  spanBefore(core: Core, seq: number): number {
    return before(this.spansOf(core), seq);
  }

  /** The latest hand-over at a core (null: by hardware) that was told before something else, not before `since`, and is as wanted. */
  lastHandOver<T extends HandOverTold>(core: Core | null, beforeSeq: number, sinceSeq: number, isWanted: (handOver: HandOverTold) => handOver is T): T | null {
    const list = this.#handOvers.get(core) ?? [];
    for (let i = before(list, beforeSeq); i >= 0 && list[i].seq >= sinceSeq; i--) {
      const handOver = list[i];
      if (isWanted(handOver)) return handOver;
    }
    return null;
  }

  /** All hand-overs between two moments of the order, in order. */
  handOversWithin(fromSeq: number, toSeq: number): readonly HandOverTold[] {
    return [...this.#handOvers.values()].flatMap((list) => list.slice(before(list, fromSeq) + 1, before(list, toSeq) + 1)).sort((a, b) => a.seq - b.seq);
  }
}

/** Where a hand-over is looked for: at the core that it reaches, else at the one that does it. */
function placeOf(handOver: HandOver): Core | null {
  switch (handOver.what) {
    case 'interrupt sent':
    case 'interrupt pending':
    case 'interrupt taken':
      return handOver.to;
    case 'signal noticed':
      return handOver.waiter.core;
    case 'thread runnable':
    case 'thread woken':
    case 'thread preempted':
      return handOver.thread.core;
    case 'virtual interrupt pending':
    case 'virtual interrupt taken':
    case 'injected':
    case 'guest left':
    case 'guest entered':
      return handOver.vcpu.thread.core;
    case 'signal raised':
      return handOver.waiter?.core ?? handOver.by;
  }
}

export function stepOf(life: Life, what: RequestStage): StepTold | undefined {
  return life.steps.find((step) => step.what === what);
}

function listOf<K, T>(lists: Map<K, T[]>, key: K): T[] {
  let list = lists.get(key);
  if (list === undefined) {
    list = [];
    lists.set(key, list);
  }
  return list;
}

/** Index of the last that was told before. */
function before(list: readonly Told[], seq: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].seq < seq) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
