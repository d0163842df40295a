import type { Core } from './core.ts';
import { Errand } from './errand.ts';
import type { Interrupt } from './interrupt.ts';
import type { Path } from './path.ts';
import type { Steps } from './step.ts';
import type { Vcpu, VcpuPlace, VirtualInterrupt } from './vcpu.ts';

/** How an injector reaches a vCPU, by where it finds it: what the injector pays, and what it then does. */
export type InjectionPaths = Readonly<Record<VcpuPlace, { readonly send: Path; readonly then: 'ipi' | 'wake' | 'nothing' }>>;

/** What a list has beyond the beginning that it shares with another. */
function beyond(all: Steps, paid: Steps): Steps {
  let shared = 0;
  while (shared < paid.length && all[shared] === paid[shared]) shared++;
  return all.slice(shared);
}

/** Gets one virtual interrupt to its vCPU at the expense of whoever raises it; what is pending already is coalesced. */
export class Injection {
  readonly #vcpu: Vcpu;
  readonly #line: VirtualInterrupt;
  readonly #paths: InjectionPaths;
  /** The IPI that gets the target out of the guest. */
  readonly #kick: Interrupt;
  readonly #errand = new Errand(() => this.#price(), (core) => this.#inject(core));
  #underWay = false;
  /** Where the vCPU was found when the price was taken. */
  #found: VcpuPlace = 'exited';
  readonly #rest = new Map<Path, Path>();

  constructor(vcpu: Vcpu, line: VirtualInterrupt, paths: InjectionPaths, kick: Interrupt) {
    this.#vcpu = vcpu;
    this.#line = line;
    this.#paths = paths;
    this.#kick = kick;
  }

  raise(): void {
    if (this.#underWay) return;
    this.#underWay = true;
    this.#vcpu.machine.runningCore().owe(this.#errand);
  }

  #price(): Path {
    this.#found = this.#vcpu.place;
    return this.#paths[this.#found].send;
  }

  #inject(core: Core): void {
    const vcpu = this.#vcpu;
    this.#underWay = false;
    const pends = vcpu.pend(this.#line);
    const paid = this.#paths[this.#found];
    const { send, then } = this.#paths[vcpu.place];
    const { machine } = vcpu;
    machine.observer?.handedOver({ what: 'injected', ...machine.moment, vcpu, line: this.#line, found: this.#found, then: !pends ? 'coalesced' : paid.then === 'ipi' ? 'ipi' : then });
    if (!pends) return;
    if (then === 'wake') vcpu.wakeUp.raise();
    // What was paid for is sent, though the vCPU may have left the guest meanwhile; what it has become due is paid for first.
    if (paid.then === 'ipi') this.#interrupt(core);
    else if (then === 'ipi') core.owe(new Errand(() => this.#late(send, paid.send), (core) => this.#interrupt(core)));
  }

  #interrupt(core: Core): void {
    const { machine, thread } = this.#vcpu;
    if (thread.core !== core) this.#kick.raise(machine.flightPs);
  }

  /** The rest of a price, when the vCPU has gone into its guest while the injector paid for less. */
  #late(send: Path, paid: Path): Path {
    let path = this.#rest.get(send);
    if (path === undefined) {
      path = this.#vcpu.machine.tariff.path(`${send.name}, late`, beyond(send.steps, paid.steps));
      this.#rest.set(send, path);
    }
    return path;
  }
}
