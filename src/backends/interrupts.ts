import type { Path } from '../machine/path.ts';
import type { Process, Thread } from '../machine/thread.ts';
import type { Vcpu, VirtualInterrupt } from '../machine/vcpu.ts';
import type { Plan } from './backend.ts';
import type { CallRelay } from './call-relay.ts';
import type { Completions } from './completions.ts';
import { callTo, DeviceInterrupt } from './guest-interrupt.ts';
import type { Cause } from './guest-interrupt.ts';
import type { IsrAccess } from './isr.ts';
import type { Call, Injector } from './kick.ts';

/** How the queues of a device interrupt its guest: each by a vector of its own, or all by one line. */
export interface Interrupts {
  /** The call of one more queue; `vcpu` is who has its vector, if it has one. */
  callOf(vcpu: Vcpu, queue: Completions): Call;
}

export interface InterruptParts {
  readonly inject: (vcpu: Vcpu, interrupt: VirtualInterrupt) => Injector;
  /** Null where whoever calls raises the line by himself. */
  readonly relay: CallRelay | null;
  /** Whoever calls sees InterruptStatus, and leaves it at that while the line is asserted. */
  readonly merges: boolean;
}

/**
 * The interrupts of a plan's device. hvisor's daemon merges calls while its line is asserted (virtio_inject_irq of
 * hvisor-tool); QEMU raises the line for each and leaves that to the interrupt controller (virtio_mmio_update_irq).
 */
export function interruptsOf(plan: Plan, isr: IsrAccess | null, parts: Partial<InterruptParts> = {}): Interrupts {
  const all = { inject: (vcpu: Vcpu, interrupt: VirtualInterrupt) => callTo(plan, vcpu, interrupt), relay: null, merges: plan.hypervisor.waits === 'spin', ...parts };
  return isr === null ? vectors(plan, all.inject) : new InterruptLine(plan, isr, all);
}

/** MSI-X: what is called is injected, and the handler has nothing to acknowledge. */
function vectors(plan: Plan, inject: InterruptParts['inject']): Interrupts {
  return {
    callOf(vcpu, queue) {
      const interrupt = new DeviceInterrupt(plan, queue.name, null);
      interrupt.queues.push(queue);
      const injector = inject(vcpu, interrupt);
      return { begin: () => true, raise: () => injector.raise() };
    },
  };
}

/**
 * virtio-mmio: one line for all queues, to the first vCPU. A call sets InterruptStatus, and the line is asserted until
 * the driver's InterruptACK clears it; the driver then looks at every queue. VIRTIO 1.2 section 4.2.2, 4.2.3.4.
 */
class InterruptLine implements Interrupts, Cause, Call {
  found = false;
  #status = false;
  readonly #merges: boolean;
  readonly #isr: IsrAccess;
  readonly #interrupt: DeviceInterrupt;
  readonly #injector: Injector;
  readonly #call: Call;
  readonly #statusRead = (): null => {
    this.found = this.#status;
    return null;
  };
  readonly #acknowledged = (thread: Thread): Process | null => {
    if (this.found) this.#status = false;
    const { lowers } = this.#isr;
    return lowers === undefined ? null : lower(thread, lowers);
  };

  constructor(plan: Plan, isr: IsrAccess, { inject, relay, merges }: InterruptParts) {
    this.#merges = merges;
    this.#isr = isr;
    this.#interrupt = new DeviceInterrupt(plan, 'line', this);
    this.#injector = inject(plan.vcpus[0], this.#interrupt);
    this.#call = relay?.(this) ?? this;
  }

  callOf(_vcpu: Vcpu, queue: Completions): Call {
    this.#interrupt.queues.push(queue);
    return this.#call;
  }

  begin(): boolean {
    if (this.#merges && this.#status) return false;
    this.#status = true;
    return true;
  }

  raise(): void {
    this.#injector.raise();
  }

  *read(vcpu: Vcpu): Process {
    const { thread } = vcpu;
    thread.call(this.#isr.access(vcpu, this.#statusRead));
    yield;
    thread.call(this.#isr.access(vcpu, this.#acknowledged));
    yield;
  }
}

function* lower(thread: Thread, path: Path): Process {
  thread.run(path);
  yield;
}
