import type { PostSteps } from '../hypervisors/hypervisor.ts';
import type { Core } from '../machine/core.ts';
import { Errand } from '../machine/errand.ts';
import { Interrupt } from '../machine/interrupt.ts';
import type { Machine } from '../machine/machine.ts';
import type { Steps } from '../machine/step.ts';
import type { Bell } from './kick.ts';

/** How a vCPU's core, having left the guest, gets a back end's attention. */
export interface Doorbell {
  ring(): void;
}

/**
 * The doorbell of a back end. Where guest and host share a kernel, the guest's core raises the signal itself;
 * where the host is another VM, it sends an SGI if the back end sleeps, and the host's core raises it.
 */
export function doorbell(machine: Machine, bell: Bell, hostCore: Core, sgi: PostSteps['sgi'], take: Steps): Doorbell {
  return sgi === null ? { ring: () => bell.raise() } : new CrossCoreDoorbell(machine, bell, hostCore, sgi.send, take);
}

class CrossCoreDoorbell implements Doorbell {
  readonly #machine: Machine;
  readonly #bell: Bell;
  readonly #send: Errand;
  readonly #interrupt: Interrupt;
  #sending = false;

  constructor(machine: Machine, bell: Bell, hostCore: Core, send: Steps, take: Steps) {
    this.#machine = machine;
    this.#bell = bell;
    const path = machine.tariff.path('doorbell SGI', send);
    this.#send = new Errand(() => path, () => this.#sent());
    const taken = machine.tariff.path('doorbell taken', take);
    this.#interrupt = new Interrupt(machine, hostCore, { inGuest: taken, inHost: taken }, () => bell.raise());
  }

  ring(): void {
    if (!this.#bell.wanted) {
      this.#bell.notice();
    } else if (!this.#sending) {
      this.#sending = true;
      this.#machine.runningCore().owe(this.#send);
    }
  }

  #sent(): void {
    this.#sending = false;
    this.#interrupt.raise(this.#machine.flightPs);
  }
}
