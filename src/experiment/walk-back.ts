import type { Core } from '../machine/core.ts';
import type { Thread } from '../machine/thread.ts';
import type { Piece, PieceKind } from './critical-path.ts';
import type { HandOverTold, Recording, SpanTold, StepTold } from './recording.ts';

/** How far back to go: to something that was told, at its time, by a core (null: by hardware). */
type Floor = Pick<StepTold, 'seq' | 'atPs' | 'by'>;

/** What comes next on the way back: the span of a core at an index, and who acted (null: an interrupt's handler). */
interface Cursor {
  readonly core: Core;
  readonly index: number;
  readonly who: Thread | null;
}

type Of<What extends HandOverTold['what']> = Extract<HandOverTold, { what: What }>;

/** Follows what led to a step of a request's life, back to the step before it. */
export class Walk {
  readonly #recording: Recording;
  readonly #from: StepTold;
  readonly #until: StepTold;
  /** Latest first. */
  readonly #found: Piece[] = [];
  #atPs: number;

  constructor(recording: Recording, from: StepTold, until: StepTold) {
    this.#recording = recording;
    this.#from = from;
    this.#until = until;
    this.#atPs = until.atPs;
  }

  pieces(): readonly Piece[] {
    const { by, seq } = this.#until;
    if (by !== null) {
      const index = this.#recording.spanBefore(by, seq);
      const span = this.#recording.spansOf(by)[index];
      // On a vCPU's core an interrupt's handler serves by itself; elsewhere a thread does, which it may have interrupted.
      const inHandler = span?.doing === 'errand' && (span.thread === null || span.thread.vcpu !== null);
      this.#back({ core: by, index, who: inHandler ? null : (span?.doing === 'switch' ? span.next : (span?.thread ?? null)) }, this.#from);
    }
    this.#add(this.#rest(), this.#from.atPs);
    return this.#found.filter(({ kind, fromPs, toPs }) => kind === 'work' || toPs > fromPs).reverse();
  }

  /** What is left where hardware began it: the device's own time, the way of an interrupt that no core has to take, or somebody else's. */
  #rest(): PieceKind {
    const { what, atPs, by } = this.#from;
    if (what === 'submitted') return 'device';
    const delayPs = this.#until.by?.machine.tariff.price('dev_irq_delay');
    return (what === 'finished' || what === 'arrived') && by === null && this.#atPs - atPs === delayPs ? 'flight' : 'behind others';
  }

  /** Goes back to a floor, or to where hardware began it. */
  #back(start: Cursor, floor: Floor): void {
    let cursor: Cursor | null = start;
    let run = this.#found.length;
    while (cursor !== null) {
      const { core, index }: Cursor = cursor;
      const span = this.#recording.spansOf(core)[index];
      if (span === undefined || (floor.by === core && span.seq < floor.seq)) return;
      if (floor.by !== core && this.#atPs <= floor.atPs && !this.#reaches(core, index, floor)) return this.#unconnected(run, floor);
      const next: Cursor | null = this.#before(cursor, span, floor);
      if (next?.core !== core) run = this.#found.length;
      cursor = next;
    }
  }

  /** A wait ended at the floor's time by what was done there. */
  #reaches(core: Core, index: number, floor: Floor): boolean {
    const span = this.#recording.spansOf(core)[index];
    const noticed = waits(span) ? this.#last(core, span.seq, floor.seq, 'signal noticed') : null;
    return noticed !== null && noticed.by === floor.by;
  }

  /** Puts down what a span was, and says what led to it. */
  #before({ core, index, who }: Cursor, span: SpanTold, floor: Floor): Cursor | null {
    const since = index > 0 ? this.#recording.spansOf(core)[index - 1].seq : -1;
    const last = <W extends HandOverTold['what']>(what: W) => this.#last(core, span.seq, since, what);
    if (waits(span)) {
      const noticed = last('signal noticed');
      if (noticed !== null) return this.#jump(noticed);
      const pending = last('interrupt pending');
      if (pending !== null) return this.#flight(pending, floor);
      this.#add('behind others', Math.max(span.fromPs, floor.atPs), core, span);
      return { core, index: index - 1, who };
    }
    const taken = span.doing === 'errand' ? last('interrupt taken') : null;
    this.#add('work', Math.max(span.fromPs, floor.atPs), core, span, taken);
    const pending = taken === null ? null : this.#recording.lastHandOver(core, taken.seq, -1, (it): it is Of<'interrupt pending'> => it.what === 'interrupt pending' && it.interrupt === taken.interrupt);
    // Between two steps on one core that has been at work all the time there is no other cause; what interrupts somebody at work is in the way, unless it comes from where the walk leads to.
    const isHome = floor.by === core && this.#until.by === core;
    if (pending !== null && !isHome && (who === null || this.#comesFrom(pending, core, floor))) {
      this.#meanwhile('busy core', { core, index: index - 1, who: null }, pending, floor);
      return this.#flight(pending, floor);
    }
    if (span.doing === 'switch' && (who === null || span.next === who) && span.next !== null) {
      const runnable = this.#recording.lastHandOver(core, span.seq, -1, (it): it is Of<'thread runnable'> | Of<'thread preempted'> => (it.what === 'thread runnable' || it.what === 'thread preempted') && it.thread === span.next);
      if (runnable === null) return { core, index: index - 1, who: span.thread };
      this.#meanwhile('run queue', { core, index: index - 1, who: null }, runnable, floor);
      return this.#jump(runnable);
    }
    const virtual = span.doing === 'errand' || isHome ? null : last('virtual interrupt taken');
    if (virtual !== null) {
      const pended = this.#recording.lastHandOver(core, virtual.seq, floor.seq, (it): it is Of<'virtual interrupt pending'> => it.what === 'virtual interrupt pending' && it.line === virtual.line && !it.coalesced);
      if (pended !== null) {
        this.#back({ core, index: index - 1, who: span.thread }, pended);
        this.#add('busy core', Math.max(pended.atPs, floor.atPs), core);
        return this.#jump(pended);
      }
    }
    return { core, index: index - 1, who: who ?? (span.doing === 'errand' ? null : span.thread) };
  }

  #comesFrom(pending: Of<'interrupt pending'>, core: Core, floor: Floor): boolean {
    const sent = this.#sentBefore(pending);
    return floor.by !== core && sent !== null && sent.by === floor.by && sent.seq > floor.seq;
  }

  #sentBefore(pending: Of<'interrupt pending'>): Of<'interrupt sent'> | null {
    return this.#recording.lastHandOver(pending.to, pending.seq, -1, (it): it is Of<'interrupt sent'> => it.what === 'interrupt sent' && it.interrupt === pending.interrupt);
  }

  /** To who did it; null where hardware did. */
  #jump({ by, seq }: Floor): Cursor | null {
    return by === null ? null : { core: by, index: this.#recording.spanBefore(by, seq), who: null };
  }

  /** From an interrupt that is pending to whoever sent it. */
  #flight(pending: Of<'interrupt pending'>, floor: Floor): Cursor | null {
    const sent = this.#sentBefore(pending);
    if (sent === null) return null;
    this.#add('flight', Math.max(sent.atPs, floor.atPs), pending.to, null, sent);
    return sent.seq < floor.seq ? null : this.#jump(sent);
  }

  /** What a core did until the moment at which something was due there: to leave idle is work for it, all else keeps it waiting. */
  #meanwhile(kind: PieceKind, { core, index }: Cursor, due: Floor, floor: Floor): void {
    for (let i = index; this.#atPs > due.atPs; i--) {
      const span = this.#recording.spansOf(core)[i];
      if (span === undefined) return;
      const own = span.doing === 'leaving idle' || span.doing === 'exit' || (kind === 'run queue' && span.doing === 'errand');
      this.#add(own ? 'work' : kind, Math.max(span.fromPs, due.atPs, floor.atPs), core, span);
    }
  }

  /** The floor was not reached by way of what led here: the core had been busy with something else all the time. */
  #unconnected(run: number, floor: Floor): void {
    for (let i = run; i < this.#found.length; i++) {
      const piece = this.#found[i];
      // What was done last before the step itself is the request's own, but for taking it, which costs nothing by itself.
      if (piece.kind !== 'work' || (i === 0 && floor === this.#from && this.#until.what !== 'taken')) continue;
      if (piece.span?.doing === 'path' || piece.span?.doing === 'stretch' || piece.span?.doing === 'errand') this.#found[i] = { ...piece, kind: 'busy core' };
    }
  }

  #add(kind: PieceKind, fromPs: number, core: Core | null = null, span: SpanTold | null = null, cause: HandOverTold | null = null): void {
    const toPs = this.#atPs;
    if (fromPs > toPs || (fromPs === toPs && kind !== 'work')) return;
    // A part of a path cannot be told apart into steps.
    const isPart = span !== null && kind === 'work' && span.path !== null && (span.fromPs !== fromPs || span.toPs !== toPs);
    this.#found.push({ from: this.#from.what, until: this.#until.what, kind: isPart ? 'busy core' : kind, span, core, cause, fromPs, toPs });
    this.#atPs = fromPs;
  }

  #last<W extends HandOverTold['what']>(core: Core, before: number, since: number, what: W): Of<W> | null {
    return this.#recording.lastHandOver(core, before, since, (it): it is Of<W> => it.what === what);
  }
}

/** A core that rests, polls or spins waits for somebody; one that computes does not. */
function waits({ doing, stretch }: SpanTold): boolean {
  return doing === 'idle' || doing === 'wfi' || doing === 'spin' || (stretch !== null && (stretch.role === 'polling' || stretch.name === 'guest spin'));
}
