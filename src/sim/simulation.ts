import { LaterEvents } from './later-events.ts';

/** What an event reaches: at most one event of a target is pending at a time. */
export interface Timed {
  /** Called when its time has come, with the clock already there. */
  fire(): void;
  /** Where the queue keeps its event while that is not among the next ones. Declared by what is scheduled often, so that all of its kind keep one shape. */
  slot?: number;
}

/** Events in the sorted array: when there are more, all but so many of the next ones go into the heap. */
const MOST_NEXT = 48;
const KEPT_NEXT = 16;

/**
 * The clock and the pending events, in whole picoseconds.
 *
 * Events lie in an array sorted by time, latest first, so that the next one is taken from the end; equal times
 * fire in the order in which they were scheduled. With the 4 to 48 events of a trial of few guests this beats a heap;
 * the later ones of many guests lie in a heap behind it, and come over when the array is empty.
 */
export class Simulation {
  now = 0;
  /** Events fired and delays passed without the queue: what a benchmark divides by. */
  events = 0;
  /** Events are being fired. */
  underWay = false;
  readonly #times = new Float64Array(MOST_NEXT);
  readonly #targets: Timed[] = [];
  #count = 0;
  readonly #later = new LaterEvents();
  #stopped = false;

  schedule(atPs: number, target: Timed): void {
    if (atPs >= this.#later.firstPs) {
      this.#later.push(atPs, target);
      return;
    }
    if (this.#count === MOST_NEXT) {
      this.#putLaterOff();
      this.schedule(atPs, target);
      return;
    }
    const times = this.#times;
    const targets = this.#targets;
    let i = this.#count;
    while (i > 0 && times[i - 1] <= atPs) {
      times[i] = times[i - 1];
      targets[i] = targets[i - 1];
      i--;
    }
    times[i] = atPs;
    targets[i] = target;
    this.#count++;
  }

  /** Takes the pending event of a target back; says whether there was one. */
  cancel(target: Timed): boolean {
    if (this.#later.length > 0 && this.#later.remove(target)) return true;
    const targets = this.#targets;
    for (let i = this.#count - 1; i >= 0; i--) {
      if (targets[i] !== target) continue;
      this.#times.copyWithin(i, i + 1, this.#count);
      for (let j = i + 1; j < this.#count; j++) targets[j - 1] = targets[j];
      if (--this.#count === 0) this.#bringLater();
      return true;
    }
    return false;
  }

  /** Moves the clock if nothing else happens until then; a delay that fits needs no event. */
  tryAdvance(toPs: number): boolean {
    if (this.#count > 0 && this.#times[this.#count - 1] <= toPs) return false;
    if (this.#stopped) return false;
    this.now = toPs;
    this.events++;
    return true;
  }

  /** Runs until nothing is pending or somebody stops it. */
  run(): void {
    this.#stopped = false;
    this.underWay = true;
    while (this.#count > 0 && !this.#stopped) {
      const i = --this.#count;
      const target = this.#targets[i];
      this.now = this.#times[i];
      this.events++;
      if (i === 0) this.#bringLater();
      target.fire();
    }
    this.underWay = false;
  }

  stop(): void {
    this.#stopped = true;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Leaves the next few in the array. */
  #putLaterOff(): void {
    const off = this.#count - KEPT_NEXT;
    for (let i = 0; i < off; i++) this.#later.pushFirst(this.#times[i], this.#targets[i]);
    this.#times.copyWithin(0, off);
    this.#targets.copyWithin(0, off);
    this.#count = KEPT_NEXT;
  }

  /** Fills the empty array: as long as anything is pending, the next is there. */
  #bringLater(): void {
    const count = Math.min(KEPT_NEXT, this.#later.length);
    for (let i = count - 1; i >= 0; i--) {
      this.#times[i] = this.#later.firstPs;
      this.#targets[i] = this.#later.shift();
    }
    this.#count = count;
  }
}
