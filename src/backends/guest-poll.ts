import { Signal } from '../machine/signal.ts';
import { stretch } from '../machine/stretch.ts';
import type { Process } from '../machine/thread.ts';
import type { Vcpu } from '../machine/vcpu.ts';
import type { Plan } from './backend.ts';
import type { Completions } from './completions.ts';

const spin = stretch('guest spin');

/**
 * A network driver that polls: a vCPU that has nothing else to do looks at its queues instead of executing WFI, and no
 * call is ever asked for. Busy polling of Linux (net.core.busy_read), or a poll-mode driver.
 */
export class GuestPoll {
  readonly #queues: Completions[] = [];
  /** Ends a look that has not seen anything yet: something was used, or a task was woken. */
  readonly #noticed: Signal;

  /** Null where the driver takes interrupts. */
  static of(plan: Plan, vcpu: Vcpu): GuestPoll | null {
    return plan.device.completes === 'by packet' && plan.params['policy.guest_polls'] === true ? new GuestPoll(vcpu) : null;
  }

  private constructor(vcpu: Vcpu) {
    this.#noticed = new Signal(vcpu.machine);
    vcpu.idle = { process: () => this.#look(vcpu), noticed: this.#noticed };
  }

  watch(queue: Completions): void {
    queue.enablesCalls = false;
    this.#queues.push(queue);
  }

  /** Something was used in one of its queues. */
  notice(): void {
    this.#noticed.notice();
  }

  *#look(vcpu: Vcpu): Process {
    const { thread } = vcpu;
    if (!this.#queues.some((queue) => queue.due)) {
      thread.poll(this.#noticed, Infinity, spin);
      yield;
    }
    for (const queue of this.#queues) {
      if (!queue.schedule()) continue;
      thread.call(queue.drain(vcpu));
      yield;
    }
  }
}
