import type { Timed } from '../sim/simulation.ts';
import type { Core } from './core.ts';
import { Interrupt } from './interrupt.ts';
import type { InterruptPaths } from './interrupt.ts';
import { Signal } from './signal.ts';
import { stretch } from './stretch.ts';
import { Thread } from './thread.ts';
import type { Process } from './thread.ts';

/** How long a neighbour computes and sleeps in all before it does so again. */
const NEIGHBOUR_PERIOD_PS = 1e9;

/** The scheduler tick of a core; an idle core has none (NO_HZ). */
export class Tick implements Timed {
  readonly #core: Core;
  readonly #periodPs: number;
  readonly #interrupt: Interrupt;
  /** False when the trial has come to its end. */
  readonly #goesOn: () => boolean;

  constructor(core: Core, hz: number, paths: InterruptPaths, goesOn: () => boolean) {
    this.#core = core;
    this.#periodPs = Math.round(1e12 / hz);
    this.#goesOn = goesOn;
    this.#interrupt = new Interrupt(core.machine, core, paths, () => {});
    core.machine.simulation.schedule(this.#periodPs, this);
  }

  fire(): void {
    if (!this.#goesOn()) return;
    const { simulation } = this.#core.machine;
    if (!this.#core.idle) this.#interrupt.raise();
    simulation.schedule(simulation.now + this.#periodPs, this);
  }
}

/** A process that has nothing to do with the guests and wants a share of a core, when nobody else does. */
export function addNeighbour(core: Core, share: number, paths: InterruptPaths, goesOn: () => boolean): void {
  const { machine } = core;
  const wake = new Signal(machine);
  const timer = new Interrupt(machine, core, paths, () => wake.raise());
  const thread = new Thread('neighbour', core, 'neighbour', true);
  const name = stretch('neighbour');
  thread.push((function* (): Process {
    for (;;) {
      thread.compute(name, Math.round(NEIGHBOUR_PERIOD_PS * share));
      yield;
      if (goesOn() && share < 1) timer.raise(Math.round(NEIGHBOUR_PERIOD_PS * (1 - share)));
      if (!goesOn() || share < 1) {
        thread.wait(wake);
        yield;
      }
    }
  })());
  core.enqueue(thread);
}
