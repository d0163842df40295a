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
  const { hypervisor, params } = plan;
  const inHost = hypervisor.waits === 'user exit';
  const handler = inHost ? plan.steps.hostKernel : x2;
  const store = [handler('abort_decode'), handler('mmio_region_lookup')];
  // A hypervisor at EL2 does the store on the real distributor; KVM finds the targets, as it does for a system register.
  const asked = params['policy.gic'] === 'v2' ? [...store, handler(inHost ? 'sgi_sysreg_trap' : 'gicd_mmio_trap')] : [handler('sgi_sysreg_trap')];
  return trappedInterrupt(plan, to, asked, 'SGI', handled);
}

/** An LPI by an INT command to the virtual ITS: the store to GITS_CWRITER traps, KVM reads the command and translates it. */
export function lpiTo(plan: Plan, to: Vcpu, handled: () => void): GuestSgi {
  const { hypervisor, params, steps: { hostKernel: h } } = plan;
  if (hypervisor.waits !== 'user exit' || params['policy.gic'] === 'v2') throw new Error('workload.operation: lpi needs the virtual ITS of KVM (nvhe or vhe, policy.gic=v3)');
  return trappedInterrupt(plan, to, [h('abort_decode'), h('mmio_region_lookup'), h('emulate_reg_vgic'), h('its_translate_cached')], 'LPI', handled);
}

function trappedInterrupt(plan: Plan, to: Vcpu, asked: Steps, name: string, handled: () => void): GuestSgi {
  const { machine, hypervisor, steps } = plan;
  const weight = hypervisor.waits === 'user exit' ? 'kernel' : 'el2';
  const handle = machine.tariff.path(`${name} handled`, [g('guest_irq_entry_exit'), ...steps.acknowledge, ...steps.complete]);
  const line: VirtualInterrupt = {
    name,
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
