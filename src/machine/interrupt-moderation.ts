import type { Simulation, Timed } from '../sim/simulation.ts';

/** How long a completion waits for others, at most (0: not at all), and how many interrupt without more waiting. */
export interface ModerationLimits {
  readonly longestPs: number;
  readonly threshold: number;
}

/**
 * When a device interrupts for what it has completed: at once, or when so many completions wait, or when the first of
 * them has waited so long. Interrupt coalescing of NVM Express, feature 08h: aggregation threshold and time.
 */
export class InterruptModeration implements Timed {
  readonly #simulation: Simulation;
  readonly #limits: ModerationLimits;
  readonly #interrupt: () => void;
  #waiting = 0;

  constructor(simulation: Simulation, limits: ModerationLimits, interrupt: () => void) {
    this.#simulation = simulation;
    this.#limits = limits;
    this.#interrupt = interrupt;
  }

  completed(): void {
    const { longestPs, threshold } = this.#limits;
    if (longestPs === 0) this.#interrupt();
    else if (++this.#waiting >= threshold) this.#end();
    else if (this.#waiting === 1) this.#simulation.schedule(this.#simulation.now + longestPs, this);
  }

  /** The driver has taken all that was completed: nothing waits any more. */
  drained(): void {
    if (this.#waiting === 0) return;
    this.#simulation.cancel(this);
    this.#waiting = 0;
  }

  fire(): void {
    this.#waiting = 0;
    this.#interrupt();
  }

  #end(): void {
    if (this.#waiting > 1) this.#simulation.cancel(this);
    this.fire();
  }
}
