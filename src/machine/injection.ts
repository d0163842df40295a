import type { Core } from './core.ts';
import type { Errand } from './errand.ts';
import type { Interrupt } from './interrupt.ts';
import type { Path } from './path.ts';
import type { Vcpu, VcpuPlace, VirtualInterrupt } from './vcpu.ts';

/** How an injector reaches a vCPU, by where it finds it: what the injector pays, and what it then does. */
export type InjectionPaths = Readonly<Record<VcpuPlace, { readonly send: Path; readonly then: 'ipi' | 'wake' | 'nothing' }>>;

/** Gets one virtual interrupt to its vCPU at the expense of whoever raises it; what is pending already is coalesced. */
export class Injection implements Errand {
  readonly #vcpu: Vcpu;
  readonly #line: VirtualInterrupt;
  readonly #paths: InjectionPaths;
  /** The IPI that gets the target out of the guest. */
  readonly #kick: Interrupt;
  #underWay = false;

  constructor(vcpu: Vcpu, line: VirtualInterrupt, paths: InjectionPaths, kick: Interrupt) {
    this.#vcpu = vcpu;
    this.#line = line;
    this.#paths = paths;
    this.#kick = kick;
  }

  raise(): void {
    if (this.#underWay) return;
    this.#underWay = true;
    this.#vcpu.machine.runningCore().owe(this);
  }

  errandPath(_core: Core): Path {
    return this.#paths[this.#vcpu.place].send;
  }

  errandDone(core: Core): void {
    const vcpu = this.#vcpu;
    this.#underWay = false;
    if (!vcpu.pend(this.#line)) return;
    const { then } = this.#paths[vcpu.place];
    if (then === 'wake') vcpu.wakeUp.raise();
    else if (then === 'ipi' && vcpu.thread.core !== core) this.#kick.raise(vcpu.machine.flightPs);
  }
}
