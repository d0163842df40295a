import type { Simulation } from '../sim/simulation.ts';
import type { Thread } from './thread.ts';

/** A woken thread preempts one that is ahead of it by more than this: wakeup_granularity of Linux 6.1 on one CPU. */
const WAKEUP_GRANULARITY_PS = 1e9;

/** A sleeper comes back at most this far behind the others: half of sched_latency. */
const SLEEPER_CREDIT_PS = 3e9;

/**
 * The threads that could run on a core but do not, as CFS of Linux 6.1 keeps them: whoever has run least goes first,
 * and preempts on waking up where it is far enough behind. Background threads wait for everybody and preempt nobody.
 */
export class RunQueue {
  readonly #simulation: Simulation;
  readonly #slicePs: number;
  readonly #threads: Thread[] = [];
  /** Until when the run time of whoever has the core is counted, and since when it has it. */
  #countedPs = 0;
  #sincePs = 0;
  /** The least run time of all who want the core; it only grows. */
  #floorPs = 0;
  /** Somebody was woken who is to have the core now. */
  preempts = false;

  constructor(simulation: Simulation, slicePs: number) {
    this.#simulation = simulation;
    this.#slicePs = slicePs;
  }

  get empty(): boolean {
    return this.#threads.length === 0;
  }

  /** Somebody is to have the core instead of who has it: was woken and matters more, or waits and the turn is over. */
  displaces(current: Thread): boolean {
    return !this.empty && (this.preempts || (this.wanted(current) && this.sliceLeftPs === 0));
  }

  /** Somebody waits for the turn of a thread to end: a background thread only for that of another. */
  wanted({ background }: Thread): boolean {
    for (const thread of this.#threads) if (background || !thread.background) return true;
    return false;
  }

  /** Adds a woken thread; `holder` is who has the core, or had it and goes to sleep. */
  wake(thread: Thread, holder: Thread | null): void {
    this.#count(holder);
    const current = holder?.asleep === true ? null : holder;
    this.#raiseFloor(current);
    thread.ranPs = Math.max(thread.ranPs, this.#floorPs - SLEEPER_CREDIT_PS);
    this.#threads.push(thread);
    if (thread.background) return;
    if (current === null || current.background || current.ranPs - thread.ranPs > WAKEUP_GRANULARITY_PS) this.preempts = true;
  }

  /** Takes who has run least, or null; `current` has the core until then. */
  take(current: Thread | null): Thread | null {
    this.#count(current);
    this.preempts = false;
    let first: Thread | null = null;
    for (const thread of this.#threads) if (first === null || goesBefore(thread, first)) first = thread;
    if (first !== null) this.#threads.splice(this.#threads.indexOf(first), 1);
    return first;
  }

  /** Puts back who had the core. */
  putBack(thread: Thread): void {
    this.#threads.push(thread);
  }

  /** The core has gone over: a vCPU's registers are put away and loaded in its own time, else the one that comes pays. */
  switched(from: Thread | null, to: Thread | null): void {
    this.#count(from !== null && from.vcpu !== null && to?.vcpu == null ? from : to);
    this.#sincePs = this.#countedPs;
  }

  /** What is left of the turn of who has the core. */
  get sliceLeftPs(): number {
    return Math.max(0, this.#sincePs + this.#slicePs - this.#simulation.now);
  }

  #count(runner: Thread | null): void {
    const { now } = this.#simulation;
    if (runner !== null) runner.ranPs += now - this.#countedPs;
    this.#countedPs = now;
  }

  #raiseFloor(current: Thread | null): void {
    let leastPs = current === null ? Infinity : current.ranPs;
    for (const { ranPs } of this.#threads) leastPs = Math.min(leastPs, ranPs);
    if (leastPs < Infinity) this.#floorPs = Math.max(this.#floorPs, leastPs);
  }
}

function goesBefore(a: Thread, b: Thread): boolean {
  return a.background === b.background ? a.ranPs < b.ranPs : b.background;
}
