import { Interrupt, interruptPaths } from '../machine/interrupt.ts';
import type { Vcpu, VirtualInterrupt } from '../machine/vcpu.ts';
import type { Timed } from '../sim/simulation.ts';
import type { Plan } from './backend.ts';
import type { Injector } from './kick.ts';

/** The interrupt of a device that the guest owns: taken by the hypervisor and handed on, or delivered by hardware. */
export class OwnedLine implements Injector, Timed {
  readonly #plan: Plan;
  readonly #vcpu: Vcpu;
  readonly #line: VirtualInterrupt;
  readonly #throughHypervisor: Interrupt;
  /** Hardware reaches a resident vCPU by itself. */
  readonly #direct: boolean;
  readonly #delayPs: number;
  #underWay = false;

  constructor(plan: Plan, vcpu: Vcpu, line: VirtualInterrupt) {
    const { machine, steps, hypervisor, options } = plan;
    this.#plan = plan;
    this.#vcpu = vcpu;
    this.#line = line;
    this.#direct = hypervisor.waits === 'never' || options['irq'] === 'gicv4';
    this.#delayPs = machine.tariff.price('dev_irq_delay');
    this.#throughHypervisor = new Interrupt(machine, vcpu.thread.core, interruptPaths(machine.tariff, 'assigned device interrupt', steps.assignedIrq), () => this.#pend());
  }

  raise(): void {
    const { simulation } = this.#plan.machine;
    if (!this.#direct) {
      this.#throughHypervisor.raise(this.#delayPs);
    } else if (!this.#underWay) {
      this.#underWay = true;
      simulation.schedule(simulation.now + this.#delayPs, this);
    }
  }

  fire(): void {
    this.#underWay = false;
    if (this.#vcpu.inGuest) this.#vcpu.pendVisible(this.#line);
    else this.#throughHypervisor.raise();
  }

  #pend(): void {
    const { place } = this.#vcpu;
    if (this.#vcpu.pend(this.#line) && (place === 'blocked' || place === 'polling')) this.#vcpu.wakeUp.raise();
  }
}
