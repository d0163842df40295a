import type { Machine } from '../machine/machine.ts';
import type { ParameterValue } from '../machine/parameter.ts';
import type { Timed } from '../sim/simulation.ts';

/**
 * When a device interrupts for what it has completed: at once, or when so many completions wait, or when the first of
 * them has waited so long. Interrupt coalescing of NVM Express, feature 08h: aggregation threshold and time.
 */
export class InterruptModeration implements Timed {
  readonly #machine: Machine;
  readonly #interrupt: () => void;
  readonly #longestPs: number;
  readonly #threshold: number;
  #waiting = 0;

  constructor(machine: Machine, params: Readonly<Record<string, ParameterValue>>, interrupt: () => void) {
    this.#machine = machine;
    this.#interrupt = interrupt;
    this.#longestPs = Math.round(Number(params['device.irq_moderation'] ?? 0) * 1000);
    this.#threshold = Number(params['device.irq_moderation_threshold'] ?? 1);
  }

  completed(): void {
    const { simulation } = this.#machine;
    if (this.#longestPs === 0) this.#interrupt();
    else if (++this.#waiting >= this.#threshold) this.#end();
    else if (this.#waiting === 1) simulation.schedule(simulation.now + this.#longestPs, this);
  }

  /** The driver has taken all that was completed: nothing waits any more. */
  drained(): void {
    if (this.#waiting === 0) return;
    this.#machine.simulation.cancel(this);
    this.#waiting = 0;
  }

  fire(): void {
    this.#waiting = 0;
    this.#interrupt();
  }

  #end(): void {
    if (this.#waiting > 1) this.#machine.simulation.cancel(this);
    this.fire();
  }
}
