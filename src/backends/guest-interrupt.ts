import type { Device } from '../devices/device.ts';
import { Injection } from '../machine/injection.ts';
import type { InjectionPaths } from '../machine/injection.ts';
import { Interrupt } from '../machine/interrupt.ts';
import type { Path } from '../machine/path.ts';
import type { Requests } from '../machine/requests.ts';
import { guestKernel as g } from '../machine/step.ts';
import type { Steps } from '../machine/step.ts';
import type { Process } from '../machine/thread.ts';
import type { GuestTask, Vcpu, VirtualInterrupt } from '../machine/vcpu.ts';
import type { DriverQueue } from '../virtio/virtqueue.ts';
import type { Plan } from './backend.ts';
import type { RegisterAccess } from './registers.ts';
import { RingPath } from './ring-path.ts';
import { reapSteps } from './ring-steps.ts';

/** The call of one virtqueue: an injection by whoever raises it, by where it finds the vCPU. */
export function callTo(plan: Plan, vcpu: Vcpu, line: VirtualInterrupt): Injection {
  const { machine, steps } = plan;
  const { tariff } = machine;
  const by = (place: keyof InjectionPaths) => ({ send: tariff.path(`inject (${place})`, steps.inject[place].send), then: steps.inject[place].then });
  const paths: InjectionPaths = {
    'in guest': by('in guest'), exited: by('exited'), polling: by('polling'), blocked: by('blocked'), wfi: by('wfi'), spinning: by('spinning'),
  };
  const kicked = { inGuest: tariff.path('kicked out of guest', steps.kicked.inGuest), inHost: tariff.path('kicked in host', steps.kicked.inHost) };
  return new Injection(vcpu, line, paths, new Interrupt(machine, vcpu.thread.core, kicked, () => {}));
}

/** Where a driver finds what its device has completed: a used ring, or the completion queue of a real device. */
export type CompletionQueue = Pick<DriverQueue, 'footprint' | 'popUsed' | 'disableCalls' | 'enableCalls'>;

/** What the driver does to a completion queue. */
export interface CompletionSteps {
  readonly disable: Steps;
  readonly each: Steps;
  readonly enable: Steps;
}

/** A virtqueue's used ring, and what follows for each request. */
export function usedRingSteps(plan: Plan, complete: Steps): CompletionSteps {
  return { disable: [g('cb_disable')], each: [...reapSteps(plan), ...complete], enable: [g('cb_enable')] };
}

/** Packets that a softirq takes before the rest is left to a task (Linux net.core.netdev_budget). */
const NETDEV_BUDGET = 300;

/** The guest's handler of a device's interrupt: acknowledge, drain the completions, wake who waits. */
export class QueueInterrupt implements VirtualInterrupt {
  readonly name: string;
  /** Asks for calls again when it has drained; a driver that reclaims asks by itself. */
  enablesCalls = true;
  /** A softirq drains already: an interrupt on top of it leaves the completions to it (napi_schedule_prep). */
  #drains = false;
  readonly #queue: CompletionQueue;
  readonly #requests: Requests;
  /** Called for each completion; says whether a task was woken. */
  readonly #completed: (request: number) => boolean;
  /** Reads and clears the cause: InterruptStatus and InterruptACK of virtio-mmio; null with MSI-X. */
  readonly #isr: RegisterAccess | null;
  readonly #isrAccesses: number;
  /** Packets per softirq turn; null where the handler itself drains. */
  readonly #napiWeight: number | null;
  /** The guest's ksoftirqd for this queue, once it was needed. */
  #softirqd: GuestTask | null = null;
  readonly #paths: { readonly softirqd: Path; readonly enter: Path; readonly leave: Path; readonly disable: Path; readonly each: RingPath; readonly enable: Path; readonly wake: Path; readonly napi: Path };

  constructor(plan: Plan, name: string, queue: CompletionQueue, steps: CompletionSteps, completed: (request: number) => boolean, isr: RegisterAccess | null, napiWeight: number | null, isrAccesses = 2) {
    const { tariff } = plan.machine;
    this.name = name;
    this.#queue = queue;
    this.#requests = plan.requests;
    this.#completed = completed;
    this.#isr = isr;
    this.#isrAccesses = isrAccesses;
    this.#napiWeight = napiWeight;
    this.#paths = {
      enter: tariff.path(`${name}: interrupt`, [g('guest_irq_entry_exit'), ...plan.steps.acknowledge, g('guest_irq_handler')]),
      leave: tariff.path(`${name}: end of interrupt`, plan.steps.complete),
      disable: tariff.path(`${name}: calls off`, steps.disable),
      each: new RingPath(tariff, `${name}: completion`, steps.each),
      enable: tariff.path(`${name}: calls on`, steps.enable),
      wake: tariff.path(`${name}: task woken`, [g('sched_wakeup')]),
      napi: tariff.path(`${name}: NAPI poll`, [g('napi_poll')]),
      softirqd: tariff.path(`${name}: ksoftirqd`, [g('guest_ctx_switch')]),
    };
  }

  *handler(vcpu: Vcpu): Process {
    const { thread } = vcpu;
    const paths = this.#paths;
    this.#requests.passage?.interrupted();
    thread.run(paths.enter);
    yield;
    for (let access = 0; this.#isr !== null && access < this.#isrAccesses; access++) {
      thread.call(this.#isr.access(vcpu));
      yield;
    }
    if (this.#napiWeight !== null) {
      this.#queue.disableCalls();
      thread.run(paths.leave);
      yield;
      vcpu.unmask();
    }
    if (!this.#drains) {
      thread.call(this.#drain(vcpu));
      yield;
    }
    if (this.#napiWeight === null) {
      thread.run(paths.leave);
      yield;
    }
  }

  *#drain(vcpu: Vcpu): Process {
    const { thread } = vcpu;
    const paths = this.#paths;
    const queue = this.#queue;
    let left = this.#napiWeight === null ? Infinity : NETDEV_BUDGET;
    this.#drains = true;
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
        thread.run(paths.each.of(queue.footprint));
        yield;
        if (this.#completed(request)) {
          thread.run(paths.wake);
          yield;
        }
      }
      if (budget === 0) continue;
      if (!this.enablesCalls) break;
      thread.run(paths.enable);
      yield;
      more = queue.enableCalls();
    }
    this.#drains = false;
  }

  /** Goes on with the softirq when the tasks have had their turn. */
  *#inTask(vcpu: Vcpu): Process {
    for (;;) {
      vcpu.thread.run(this.#paths.softirqd);
      yield;
      vcpu.thread.call(this.#drain(vcpu));
      yield;
      vcpu.thread.leave();
      yield;
    }
  }
}

/** How a request looks to the driver of a device: descriptors it makes readable and writable. */
export function chainOf(device: Device, kind: number): readonly [number, number] {
  return kind === 0 ? device.chain.read : device.chain.write;
}
