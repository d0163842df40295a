import { Interrupt } from './interrupt.ts';
import type { InterruptPaths } from './interrupt.ts';
import type { Path } from './path.ts';
import type { Process } from './thread.ts';
import type { Vcpu, VirtualInterrupt } from './vcpu.ts';

/** The virtual timer of a vCPU: a physical interrupt on its core, then a virtual one whose handler wakes who sleeps. */
export class GuestTimer implements VirtualInterrupt {
  readonly name = 'virtual timer';
  readonly #vcpu: Vcpu;
  readonly #interrupt: Interrupt;
  readonly #handler: Path;
  readonly #sleepers: { readonly atPs: number; readonly expired: () => Process | null }[] = [];

  constructor(vcpu: Vcpu, paths: InterruptPaths, handler: Path) {
    this.#vcpu = vcpu;
    this.#handler = handler;
    this.#interrupt = new Interrupt(vcpu.machine, vcpu.thread.core, paths, () => {
      if (vcpu.pend(this) && (vcpu.place === 'blocked' || vcpu.place === 'polling')) vcpu.wakeUp.raise();
    });
  }

  /**
   * Calls back in the handler of the first interrupt at or after a time. What it returns runs at once, with interrupts
   * on, before whatever was interrupted goes on: a task of the highest priority.
   */
  at(atPs: number, expired: () => Process | null): void {
    const { now } = this.#vcpu.machine.simulation;
    this.#sleepers.push({ atPs, expired });
    this.#sleepers.sort((a, b) => a.atPs - b.atPs);
    if (this.#sleepers[0].atPs === atPs) this.#interrupt.raiseInstead(Math.max(0, atPs - now));
  }

  *handler(vcpu: Vcpu): Process {
    vcpu.thread.run(this.#handler);
    yield;
    const { simulation } = vcpu.machine;
    while (this.#sleepers.length > 0 && this.#sleepers[0].atPs <= simulation.now) {
      const urgent = this.#sleepers.shift()?.expired() ?? null;
      if (urgent === null) continue;
      vcpu.unmask();
      vcpu.thread.call(urgent);
      yield;
    }
    if (this.#sleepers.length > 0) this.#interrupt.raise(Math.max(0, this.#sleepers[0].atPs - simulation.now));
  }
}
