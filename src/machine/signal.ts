import type { Core } from './core.ts';
import { Errand } from './errand.ts';
import type { Machine } from './machine.ts';
import type { Found } from './observer.ts';
import type { Path } from './path.ts';
import type { Thread } from './thread.ts';

/** A remembered edge, like an eventfd: many raises, one wake-up. */
export class Signal {
  raised = false;
  readonly #machine: Machine;
  /** Who sleeps or polls on it. */
  #waiter: Thread | null = null;
  #waking = false;
  readonly #wakeUp = new Errand((core) => this.#price(core), (core) => this.#woken(core));

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Somebody sleeps on it: raising it costs a wake-up. */
  get wanted(): boolean {
    return this.#waiter !== null && this.#waiter.asleep && !this.#waking;
  }

  /** Wakes who sleeps on it, at the raiser's expense; ends a poll for nothing; is remembered otherwise. */
  raise(): void {
    const { observer } = this.#machine;
    if (observer !== null) observer.handedOver({ what: 'signal raised', ...this.#machine.moment, signal: this, waiter: this.#waiter, found: this.#found() });
    if (this.wanted) {
      this.#waking = true;
      this.#machine.runningCore().owe(this.#wakeUp);
    } else {
      this.raised = true;
      this.notice();
    }
  }

  /** Something that only a poller sees: a ring index moved. */
  notice(): void {
    if (this.#waiter === null || this.#waiter.asleep) return;
    this.raised = true;
    this.#machine.observer?.handedOver({ what: 'signal noticed', ...this.#machine.moment, signal: this, waiter: this.#waiter });
    this.#waiter.core.endStretch(this.#waiter);
  }

  clear(): void {
    this.raised = false;
  }

  /** For cores: who waits, by sleeping or by burning time. */
  setWaiter(thread: Thread | null): void {
    this.#waiter = thread;
  }

  /** The price of the wake-up for the core that raised it. */
  #price(core: Core): Path {
    const target = this.#target();
    const wake = target.vcpu === null ? this.#machine.paths.wake : this.#machine.paths.wakeVcpu;
    return target.core === core ? wake.local : target.core.idle ? wake.idleCore : wake.busyCore;
  }

  #woken(core: Core): void {
    const target = this.#target();
    this.#waking = false;
    this.#waiter = null;
    this.#machine.observer?.handedOver({ what: 'thread woken', ...this.#machine.moment, thread: target, fromAfar: target.core !== core });
    if (target.core === core) core.enqueue(target);
    else target.core.enqueueFromAfar(target);
  }

  #found(): Found {
    if (this.#waiter === null) return 'nobody';
    return this.#waking ? 'being woken' : this.#waiter.asleep ? 'sleeping' : 'awake';
  }

  #target(): Thread {
    if (this.#waiter === null) throw new Error(`a wake-up without a sleeper at ${this.#machine.simulation.now} ps`);
    return this.#waiter;
  }
}
