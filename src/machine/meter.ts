import type { Simulation, Timed } from '../sim/simulation.ts';
import type { Core } from './core.ts';
import { CoreLedger } from './core-ledger.ts';
import type { Observer } from './observer.ts';
import type { Path } from './path.ts';
import type { Frame, Thread } from './thread.ts';

/** What a core's time goes to at one moment. */
export type Doing = 'nothing' | 'path' | 'errand' | 'switch' | 'entry' | 'exit' | 'leaving idle' | 'stretch' | 'spin' | 'idle' | 'wfi';

/** Passes the time of a core and writes it into the core's ledger; the core is called when a time is over. */
export class Meter {
  readonly ledger = new CoreLedger();
  /** Idle until the first thread comes: a core that nobody uses is not busy. */
  doing: Doing = 'idle';
  readonly #simulation: Simulation;
  readonly #core: Timed;
  #path: Path | null = null;
  #bytes = 0;
  #sincePs = 0;

  constructor(simulation: Simulation, core: Timed) {
    this.#simulation = simulation;
    this.#core = core;
  }

  /** What has elapsed of what is being done, for a ledger that is read in its middle. */
  get unfinishedPs(): number {
    return this.doing === 'nothing' ? 0 : this.#simulation.now - this.#sincePs;
  }

  /** Charges a path when nothing else happens before its end, which has then come and been written down; says whether that is so. */
  passes(_doing: Exclude<Doing, 'nothing'>, path: Path, bytes: number): boolean {
    const simulation = this.#simulation;
    const { now } = simulation;
    const endPs = now + path.fixedPs + bytes * path.bytePs;
    if (endPs !== now && !simulation.tryAdvance(endPs)) return false;
    this.ledger.visit(path, bytes);
    return true;
  }

  /** Charges a path; true when it passed at once, else the core is called at its end. */
  charge(doing: Exclude<Doing, 'nothing'>, path: Path, bytes: number): boolean {
    if (this.passes(doing, path, bytes)) return true;
    const { now } = this.#simulation;
    this.doing = doing;
    this.#sincePs = now;
    this.#path = path;
    this.#bytes = bytes;
    this.#simulation.schedule(now + path.fixedPs + bytes * path.bytePs, this.#core);
    return false;
  }

  /** Burns time for a stretch, or a slice of one, and true when it is over; without an end it lasts until the core is called. */
  burn(ps: number): boolean {
    const simulation = this.#simulation;
    const endPs = simulation.now + ps;
    this.doing = 'stretch';
    this.#sincePs = simulation.now;
    if (endPs < Infinity) {
      if (simulation.tryAdvance(endPs)) return true;
      simulation.schedule(endPs, this.#core);
    }
    return false;
  }

  /** Rests or spins until the core is called. */
  rest(doing: 'idle' | 'wfi' | 'spin'): void {
    this.doing = doing;
    this.#sincePs = this.#simulation.now;
  }

  /** Writes down what has been done, and says what it was. */
  finish(frame: Frame | undefined): Doing {
    const { doing } = this;
    this.doing = 'nothing';
    switch (doing) {
      case 'nothing':
        break;
      case 'idle':
      case 'wfi':
        this.ledger.idlePs += this.#simulation.now - this.#sincePs;
        break;
      case 'stretch':
      case 'spin': {
        if (!frame?.stretch) throw new Error(`time without a name at ${this.#simulation.now} ps`);
        const elapsedPs = this.#simulation.now - this.#sincePs;
        frame.leftPs -= elapsedPs;
        this.ledger.elapse(frame.stretch, elapsedPs);
        break;
      }
      default:
        if (this.#path !== null) this.ledger.visit(this.#path, this.#bytes);
    }
    return doing;
  }

  /** Tells an observer what `finish` is going to write down; `next` gets the core if it is switched. */
  tell(observer: Observer, core: Core, next: Thread | null): void {
    const { doing } = this;
    if (doing === 'nothing') return;
    const elapses = doing === 'stretch' || doing === 'spin';
    const charged = !elapses && doing !== 'idle' && doing !== 'wfi';
    observer.spent({
      core, thread: core.current, doing, path: charged ? this.#path : null, bytes: charged ? this.#bytes : 0,
      stretch: elapses ? (core.current?.top.stretch ?? null) : null, next: doing === 'switch' ? next : null,
      fromPs: this.#sincePs, toPs: this.#simulation.now,
    });
  }
}
