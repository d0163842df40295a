import type { Timed } from './simulation.ts';

const FIRST_CAPACITY = 64;

/**
 * Events that come after those of the sorted array: a binary heap in typed arrays, by time and then by order. Each has a
 * slot, which its target remembers and which knows its place in the heap, so that it can be taken back without a search.
 */
export class LaterEvents {
  /** Time of the first, or Infinity. */
  firstPs = Infinity;
  length = 0;
  #times = new Float64Array(FIRST_CAPACITY);
  #orders = new Float64Array(FIRST_CAPACITY);
  #slots = new Int32Array(FIRST_CAPACITY);
  /** By slot: the target, and where in the heap it is. */
  readonly #targets: (Timed | null)[] = [];
  #places = new Int32Array(FIRST_CAPACITY);
  readonly #free: number[] = [];
  /** Orders that are free after and before all of one time. */
  #last = 0;
  #first = 0;

  /** Adds an event that comes after all others of its time. */
  push(atPs: number, target: Timed): void {
    this.#add(atPs, this.#last++, target);
  }

  /** Adds an event that comes before all others of its time. */
  pushFirst(atPs: number, target: Timed): void {
    this.#add(atPs, --this.#first, target);
  }

  /** Takes the first; there must be one. */
  shift(): Timed {
    return this.#removeAt(0);
  }

  /** Takes the event of a target back; says whether there was one. */
  remove(target: Timed): boolean {
    const { slot = -1 } = target;
    if (slot < 0) return false;
    this.#removeAt(this.#places[slot]);
    return true;
  }

  #add(atPs: number, order: number, target: Timed): void {
    if (this.length === this.#times.length) this.#grow();
    const slot = this.#free.pop() ?? this.#targets.length;
    this.#targets[slot] = target;
    target.slot = slot;
    this.#rise(this.length++, atPs, order, slot);
    this.firstPs = this.#times[0];
  }

  #removeAt(place: number): Timed {
    const slot = this.#slots[place];
    const target = this.#targets[slot];
    if (target === null) throw new Error('a slot without a target');
    this.#targets[slot] = null;
    this.#free.push(slot);
    target.slot = -1;
    const last = --this.length;
    if (place < last) this.#settle(place, this.#times[last], this.#orders[last], this.#slots[last]);
    this.firstPs = last === 0 ? Infinity : this.#times[0];
    return target;
  }

  /** Puts an event in the place of one that left: down to a leaf along the lesser children, and up from there. */
  #settle(from: number, atPs: number, order: number, slot: number): void {
    const times = this.#times;
    const orders = this.#orders;
    const slots = this.#slots;
    const places = this.#places;
    const last = this.length - 1;
    let hole = from;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= last) {
        if (child > last) break;
      } else {
        // Without a jump: which child is the less is anybody's guess, and a processor guesses wrong half of the time.
        const left = times[child];
        const right = times[child + 1];
        child += +(right < left) | (+(right === left) & +(orders[child + 1] < orders[child]));
      }
      times[hole] = times[child];
      orders[hole] = orders[child];
      const moved = slots[child];
      slots[hole] = moved;
      places[moved] = hole;
      hole = child;
    }
    this.#rise(hole, atPs, order, slot);
  }

  #rise(from: number, atPs: number, order: number, slot: number): void {
    const times = this.#times;
    const orders = this.#orders;
    const slots = this.#slots;
    const places = this.#places;
    let hole = from;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (times[parent] < atPs || (times[parent] === atPs && orders[parent] < order)) break;
      times[hole] = times[parent];
      orders[hole] = orders[parent];
      const moved = slots[parent];
      slots[hole] = moved;
      places[moved] = hole;
      hole = parent;
    }
    times[hole] = atPs;
    orders[hole] = order;
    slots[hole] = slot;
    places[slot] = hole;
  }

  #grow(): void {
    const larger = <T extends Float64Array | Int32Array>(into: T, from: T): T => (into.set(from), into);
    const capacity = 2 * this.#times.length;
    this.#times = larger(new Float64Array(capacity), this.#times);
    this.#orders = larger(new Float64Array(capacity), this.#orders);
    this.#slots = larger(new Int32Array(capacity), this.#slots);
    this.#places = larger(new Int32Array(capacity), this.#places);
  }
}
