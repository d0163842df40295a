import type { Timed } from '../sim/simulation.ts';
import type { Core } from './core.ts';
import { Errand } from './errand.ts';
import type { Machine } from './machine.ts';
import type { Path, Tariff } from './path.ts';
import type { Steps } from './step.ts';

/** An interrupt to a core that runs a guest, or runs the host. */
export interface InterruptSteps {
  readonly inGuest: Steps;
  readonly inHost: Steps;
}

export function interruptPaths(tariff: Tariff, name: string, steps: InterruptSteps): InterruptPaths {
  return { inGuest: tariff.path(`${name}, in guest`, steps.inGuest), inHost: tariff.path(name, steps.inHost) };
}

/** What taking an interrupt costs by what the core does: a guest is left for it. */
export interface InterruptPaths {
  readonly inGuest: Path;
  readonly inHost: Path;
}

/** A physical interrupt line to one core; what is pending already is coalesced. */
export class Interrupt implements Timed {
  /** As its path is called: `device interrupt`, `reschedule IPI`, `tick`. */
  readonly name: string;
  slot = -1;
  readonly #machine: Machine;
  readonly #core: Core;
  readonly #taking: Errand;
  #pending = false;

  constructor(machine: Machine, core: Core, paths: InterruptPaths, handler: () => void) {
    this.name = paths.inHost.name;
    this.#machine = machine;
    this.#core = core;
    this.#taking = new Errand(
      (to) => {
        const leavesGuest = to.leaveGuest();
        machine.observer?.handedOver({ what: 'interrupt taken', ...machine.moment, interrupt: this, to, leavesGuest });
        return leavesGuest ? paths.inGuest : paths.inHost;
      },
      () => {
        this.#pending = false;
        handler();
      },
    );
  }

  /** Pending at the core after `delayPs`, unless it is already or on its way. */
  raise(delayPs = 0): void {
    if (this.#pending) return;
    this.#pending = true;
    this.#machine.observer?.handedOver({ what: 'interrupt sent', ...this.#machine.moment, interrupt: this, to: this.#core, pendingPs: this.#machine.simulation.now + delayPs });
    this.#machine.simulation.schedule(this.#machine.simulation.now + delayPs, this);
  }

  /** As `raise`, but sooner than what is on its way: a timer that is set again. */
  raiseInstead(delayPs: number): void {
    if (this.#pending && !this.#machine.simulation.cancel(this)) return;
    this.#pending = false;
    this.raise(delayPs);
  }

  fire(): void {
    this.#machine.observer?.handedOver({ what: 'interrupt pending', ...this.#machine.moment, interrupt: this, to: this.#core });
    this.#core.interrupt(this.#taking);
  }
}
