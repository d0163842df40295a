import type { Path } from '../machine/path.ts';
import { guestKernel as g } from '../machine/step.ts';
import type { Steps } from '../machine/step.ts';
import type { Process } from '../machine/thread.ts';
import type { GuestTask, Vcpu } from '../machine/vcpu.ts';
import type { DriverQueue } from '../virtio/virtqueue.ts';
import type { Plan } from './backend.ts';
import { RingPath } from './ring-path.ts';
import { reapSteps } from './ring-steps.ts';

/** Where a driver finds what its device has completed: a used ring, or the completion queue of a real device. */
export type CompletionQueue = Pick<DriverQueue, 'footprint' | 'hasUsed' | 'popUsed' | 'disableCalls' | 'enableCalls'>;

/** What the driver does to a completion queue. */
export interface CompletionSteps {
  readonly disable: Steps;
  /** For each request, or the path of a request where they differ. */
  readonly each: Steps | ((request: number) => Path);
  readonly enable: Steps;
}

/** A virtqueue's used ring, and what follows for each request. */
export function usedRingSteps(plan: Plan, complete: Steps): CompletionSteps & { readonly each: Steps } {
  return { disable: [g('cb_disable')], each: [...reapSteps(plan), ...complete], enable: [g('cb_enable')] };
}

/** Packets that a softirq takes before the rest is left to a task (Linux net.core.netdev_budget). */
const NETDEV_BUDGET = 300;

/** What a guest's driver does about the completions of one queue when its callback runs: drain them, wake who waits. */
export class Completions {
  readonly name: string;
  /** Asks for calls again when it has drained; a driver that reclaims asks by itself. */
  enablesCalls = true;
  /** The callback leaves the draining to a softirq. */
  readonly napi: boolean;
  /** A softirq is to drain, or drains already: another callback leaves the completions to it (napi_schedule_prep). */
  #scheduled = false;
  readonly #queue: CompletionQueue;
  /** Called for each completion; says whether a task was woken. */
  readonly #completed: (request: number) => boolean;
  /** Packets per softirq turn; null where the handler itself drains. */
  readonly #napiWeight: number | null;
  /** The guest's ksoftirqd for this queue, once it was needed. */
  #softirqd: GuestTask | null = null;
  /** After the softirq's turn: receive buffers may have been given that the device waits for. */
  readonly #refilled: ((vcpu: Vcpu) => Process | null) | null;
  readonly #each: (request: number) => Path;
  readonly #paths: { readonly softirqd: Path; readonly disable: Path; readonly enable: Path; readonly wake: Path; readonly napi: Path };

  constructor(plan: Plan, name: string, queue: CompletionQueue, steps: CompletionSteps, completed: (request: number) => boolean, napiWeight: number | null, refilled: ((vcpu: Vcpu) => Process | null) | null = null) {
    const { tariff } = plan.machine;
    this.name = name;
    this.napi = napiWeight !== null;
    this.#queue = queue;
    this.#completed = completed;
    this.#napiWeight = napiWeight;
    this.#refilled = refilled;
    const { each } = steps;
    if (typeof each === 'function') {
      this.#each = each;
    } else {
      const path = new RingPath(tariff, `${name}: completion`, each);
      this.#each = () => path.of(queue.footprint);
    }
    this.#paths = {
      disable: tariff.path(`${name}: calls off`, steps.disable),
      enable: tariff.path(`${name}: calls on`, steps.enable),
      wake: tariff.path(`${name}: task woken`, [g('sched_wakeup')]),
      napi: tariff.path(`${name}: NAPI poll`, [g('napi_poll')]),
      softirqd: tariff.path(`${name}: ksoftirqd`, [g('guest_ctx_switch')]),
    };
  }

  /** Something is used that was not taken. */
  get due(): boolean {
    return this.#queue.hasUsed;
  }

  /** Takes the callback of an interrupt: true where `drain` is to follow. One that finds nothing used is for another queue, or late (vring_interrupt). */
  schedule(): boolean {
    if (this.#scheduled || !this.#queue.hasUsed) return false;
    if (this.napi) this.#queue.disableCalls();
    this.#scheduled = true;
    return true;
  }

  *drain(vcpu: Vcpu): Process {
    const { thread } = vcpu;
    const paths = this.#paths;
    const queue = this.#queue;
    let left = this.#napiWeight === null ? Infinity : NETDEV_BUDGET;
    for (let more = true; more; ) {
      if (left <= 0) {
        thread.run(paths.wake);
        yield;
        this.#softirqd ??= { process: this.#inTask(vcpu), ready: false };
        vcpu.wake(this.#softirqd);
        return;
      }
      thread.run(this.#napiWeight === null ? paths.disable : paths.napi);
      yield;
      queue.disableCalls();
      let budget = this.#napiWeight ?? Infinity;
      left -= budget;
      for (let request; budget > 0 && (request = queue.popUsed()) >= 0; budget--) {
        thread.run(this.#each(request));
        yield;
        if (this.#completed(request)) {
          thread.run(paths.wake);
          yield;
        }
      }
      const kick = this.#refilled?.(vcpu) ?? null;
      if (kick !== null) {
        thread.call(kick);
        yield;
      }
      if (budget === 0) continue;
      if (!this.enablesCalls) break;
      thread.run(paths.enable);
      yield;
      more = queue.enableCalls();
    }
    this.#scheduled = false;
  }

  /** Goes on with the softirq when the tasks have had their turn. */
  *#inTask(vcpu: Vcpu): Process {
    for (;;) {
      vcpu.thread.run(this.#paths.softirqd);
      yield;
      vcpu.thread.call(this.drain(vcpu));
      yield;
      vcpu.thread.leave();
      yield;
    }
  }
}
