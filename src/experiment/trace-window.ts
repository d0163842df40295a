import type { Machine } from '../machine/machine.ts';
import type { HandOver, Observer, RequestStep, Span } from '../machine/observer.ts';

/** A span, or the part of one that lies in what is traced. */
export interface TracedSpan extends Span {
  /** Spans of two stretches of time that are traced have something left out between them. */
  readonly stretchOfTrace: number;
  /** It was charged as it stands here; a part cannot be told apart into steps. */
  readonly whole: boolean;
}

/** A request that ended in what is traced, from its start on. */
export interface TracedRequest {
  /** Counts the requests that ended while they were measured, from 0. */
  readonly ordinal: number;
  readonly steps: readonly RequestStep[];
  readonly startPs: number;
  readonly endPs: number;
}

/** What is told of a trace: spans in the order of each core, hand-overs and steps of requests in the order of time, whole requests as they end. */
export interface TraceListener {
  span(span: TracedSpan): void;
  handedOver(handOver: HandOver): void;
  step(step: RequestStep): void;
  request(request: TracedRequest): void;
  /** It is `atPs` now, and all that was over before has been told. */
  passed(atPs: number): void;
  /** How much has been written of it. */
  readonly written: number;
}

/** What a trace holds of what was measured. */
export interface TraceExtent {
  readonly requests: number;
  readonly traced: number;
  /** One block of `BLOCK` requests in so many was traced. */
  readonly every: number;
  /** It was cut off because it had grown too large. */
  readonly cut: boolean;
  readonly fromPs: number;
  readonly toPs: number;
}

/** Requests that are traced, or left out, together. */
export const BLOCK = 100;

/**
 * Lets a listener hear what is measured of a run, without the warm-up, to the very moments between which the ledger counts.
 * Where all of it would be larger than `limit`, by what the first block took, only every so many blocks are told.
 */
export class TraceWindow implements Observer {
  readonly #listener: TraceListener;
  readonly #warm: number;
  readonly #requests: number;
  readonly #limit: number;
  /** What is traced: [from, to) in ps, the last one open until it ends. */
  readonly #stretches: { readonly fromPs: number; toPs: number }[] = [];
  /** What was told since the last request ended: a trial may turn out to have ended with that. */
  #held: (() => void)[] = [];
  readonly #open = new Map<number, Map<number, RequestStep[]>>();
  #collected = 0;
  #lastPs = 0;
  #traced = 0;
  #every = 1;
  #cut = false;

  constructor(listener: TraceListener, { warm, requests, limit }: { readonly warm: number; readonly requests: number; readonly limit: number }) {
    this.#listener = listener;
    this.#warm = warm;
    this.#requests = requests;
    this.#limit = limit;
  }

  spent(span: Span): void {
    if (this.#collected >= this.#warm) this.#held.push(() => this.#tell(span));
  }

  handedOver(handOver: HandOver): void {
    this.#hold(handOver.atPs, () => this.#listener.handedOver(handOver));
  }

  request(step: RequestStep): void {
    const { of: { guest }, request, what } = step;
    const open = this.#open.get(guest) ?? new Map<number, RequestStep[]>();
    this.#open.set(guest, open);
    const steps = what === 'started' ? [] : (open.get(request) ?? []);
    steps.push(step);
    this.#hold(step.atPs, () => this.#listener.step(step));
    open.set(request, steps);
    if (what !== 'collected') return;
    open.delete(request);
    this.#ended(step, steps);
  }

  /** The run is over, and what was measured of it ended at a time. */
  end(machine: Machine, toPs: number): TraceExtent {
    for (const core of machine.cores) core.meter.tell(this, core, null);
    if (this.#isOpen) this.#stretches[this.#stretches.length - 1].toPs = toPs;
    this.#flush(toPs);
    const [first] = this.#stretches;
    return { requests: this.#collected - this.#warm, traced: this.#traced, every: this.#every, cut: this.#cut, fromPs: first?.fromPs ?? 0, toPs };
  }

  /** Something is being traced now. */
  get #isOpen(): boolean {
    return this.#stretches.length > 0 && this.#stretches[this.#stretches.length - 1].toPs === Infinity;
  }

  #hold(atPs: number, tell: () => void): void {
    if (!this.#isOpen || this.#collected - this.#warm >= this.#requests) return;
    this.#held.push(() => {
      if (atPs <= this.#stretches[this.#stretches.length - 1].toPs) tell();
    });
  }

  #ended({ atPs, of, request }: RequestStep, steps: readonly RequestStep[]): void {
    const ordinal = this.#collected++ - this.#warm;
    this.#lastPs = atPs;
    if (ordinal >= this.#requests) return;
    if (this.#isOpen && ordinal >= 0) {
      const told = { ordinal, steps, startPs: of.startPs[request], endPs: of.endPs[request] };
      this.#held.push(() => {
        this.#traced++;
        this.#listener.request(told);
      });
    }
    this.#flush(atPs);
    this.#plan(ordinal + 1);
  }

  /** Opens and closes what is traced, between two blocks. */
  #plan(done: number): void {
    if (done < 0 || done % BLOCK !== 0 || done >= this.#requests) return;
    const block = done / BLOCK;
    // Blocks differ: a tenth is left for those that are longer than the first.
    if (block === 1) this.#every = Math.max(1, Math.ceil(this.#requests / BLOCK / Math.max(1, Math.floor((0.9 * this.#limit) / this.#listener.written))));
    const wanted = block % this.#every === 0 && !this.#cut;
    if (wanted && !this.#isOpen) this.#stretches.push({ fromPs: this.#lastPs, toPs: Infinity });
    if (!wanted && this.#isOpen) this.#stretches[this.#stretches.length - 1].toPs = this.#lastPs;
  }

  #flush(atPs: number): void {
    const held = this.#held;
    this.#held = [];
    for (const tell of held) {
      if (this.#listener.written >= this.#limit) this.#cut = true;
      if (!this.#cut) tell();
    }
    if (this.#cut && this.#isOpen) this.#stretches[this.#stretches.length - 1].toPs = atPs;
    this.#listener.passed(atPs);
  }

  /** The parts of a span that are traced: usually one, or none. */
  #tell(span: Span): void {
    for (let i = this.#firstAfter(span.fromPs); i < this.#stretches.length; i++) {
      const { fromPs, toPs } = this.#stretches[i];
      if (fromPs > span.toPs || (fromPs === span.toPs && span.fromPs < fromPs)) break;
      const begin = Math.max(fromPs, span.fromPs);
      const end = Math.min(toPs, span.toPs);
      if (end < begin || (end === begin && span.toPs > span.fromPs)) continue;
      this.#listener.span({ ...span, fromPs: begin, toPs: end, stretchOfTrace: i, whole: begin === span.fromPs && end === span.toPs && isWhole(span) });
    }
  }

  /** The last stretches are asked for most. */
  #firstAfter(ps: number): number {
    let i = this.#stretches.length;
    while (i > 0 && this.#stretches[i - 1].toPs > ps) i--;
    return i;
  }
}

/** A path that was under way when the run ended has not taken its time. */
function isWhole({ path, bytes, fromPs, toPs }: Span): boolean {
  return path === null || toPs - fromPs === path.fixedPs + bytes * path.bytePs;
}
