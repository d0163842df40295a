import { Errand } from '../machine/errand.ts';
import type { Injection } from '../machine/injection.ts';
import { guestKernel as g, hypervisor as x2 } from '../machine/step.ts';
import type { Steps } from '../machine/step.ts';
import type { ExitWeight, Vcpu, VirtualInterrupt } from '../machine/vcpu.ts';
import type { Plan } from './backend.ts';
import { callTo } from './guest-interrupt.ts';

/** An SGI of a guest to one of its vCPUs: the trapped write, then an injection. */
export interface GuestSgi {
  readonly weight: ExitWeight;
  /** From the write of ICC_SGI1R_EL1, or of GICD_SGIR, to where the injection is made; none where nothing traps. */
  readonly steps: Steps;
  readonly injection: Injection;
}

export function sgiTo(plan: Plan, to: Vcpu, handled: () => void): GuestSgi {
  const { machine, hypervisor, steps, params } = plan;
  const inHost = hypervisor.waits === 'user exit';
  const weight = inHost ? 'kernel' : 'el2';
  const handler = inHost ? steps.hostKernel : x2;
  const asked = params['policy.gic'] === 'v2'
    ? [handler('abort_decode'), handler('mmio_region_lookup'), handler(inHost ? 'emulate_reg_vgic' : 'gicd_mmio_trap')]
    : [handler('sgi_sysreg_trap')];
  const handle = machine.tariff.path('SGI handled', [g('guest_irq_entry_exit'), ...steps.acknowledge, ...steps.complete]);
  const line: VirtualInterrupt = {
    name: 'SGI',
    *handler({ thread }) {
      thread.run(handle);
      yield;
      handled();
    },
  };
  return { weight, steps: hypervisor.waits === 'never' ? [] : [...steps.exit[weight], ...asked], injection: callTo(plan, to, line) };
}

/** How a guest gets another of its vCPUs to look at its tasks: a reschedule SGI, at the expense of the vCPU that wakes them. */
export class GuestReschedule {
  readonly #plan: Plan;
  readonly #send: Errand;
  #underWay = false;

  constructor(plan: Plan, to: Vcpu) {
    const { weight, steps, injection } = sgiTo(plan, to, () => {});
    this.#plan = plan;
    const path = plan.machine.tariff.path('reschedule SGI', [...steps, ...plan.steps.enter[weight]]);
    this.#send = new Errand(
      () => path,
      () => {
        this.#underWay = false;
        injection.raise();
      },
    );
  }

  raise(): void {
    if (this.#underWay) return;
    this.#underWay = true;
    this.#plan.machine.runningCore().owe(this.#send);
  }
}
