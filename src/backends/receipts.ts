import { Errand } from '../machine/errand.ts';
import type { Machine } from '../machine/machine.ts';
import type { Path } from '../machine/path.ts';

/** Where packets wait that have arrived, and what each costs before the guest has it. */
export interface Arrivals {
  /** The next, or -1. */
  reap(): number;
  pathOf(item: number): Path;
  bytesOf(item: number): number;
  /** The guest has it. */
  use(item: number): void;
}

/** Packets received by whoever took the interrupt of the device, one after the other, on the core that took it. */
export class Receipts {
  readonly #machine: Machine;
  readonly #arrivals: Arrivals;
  readonly #errand: Errand;
  #item = -1;

  constructor(machine: Machine, arrivals: Arrivals) {
    this.#machine = machine;
    this.#arrivals = arrivals;
    this.#errand = new Errand(() => arrivals.pathOf(this.#item), () => this.#received(), () => arrivals.bytesOf(this.#item));
  }

  /** Something has arrived. */
  look(): void {
    if (this.#item >= 0) return;
    this.#item = this.#arrivals.reap();
    if (this.#item >= 0) this.#machine.runningCore().owe(this.#errand);
  }

  #received(): void {
    this.#arrivals.use(this.#item);
    this.#item = -1;
    this.look();
  }
}
