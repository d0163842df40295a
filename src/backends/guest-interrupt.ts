import type { Device } from '../devices/device.ts';
import { Injection } from '../machine/injection.ts';
import type { InjectionPaths } from '../machine/injection.ts';
import { Interrupt } from '../machine/interrupt.ts';
import type { Path } from '../machine/path.ts';
import type { Requests } from '../machine/requests.ts';
import { guestKernel as g } from '../machine/step.ts';
import type { Process } from '../machine/thread.ts';
import type { Vcpu, VirtualInterrupt } from '../machine/vcpu.ts';
import type { Plan } from './backend.ts';
import type { Completions } from './completions.ts';
import type { RegisterAccess } from './registers.ts';

/** A virtual interrupt of one vCPU: an injection by whoever raises it, by where it finds the vCPU. */
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

/** What a handler does before it looks at its queues: it learns why it was called and says that it knows. */
export interface Cause {
  /** The accesses of the device's registers. */
  read(vcpu: Vcpu): Process;
  /** Whether the last read found a cause. */
  readonly found: boolean;
}

/** The registers of a real device that its handler reads and writes, so many times. */
export function registersOf({ access }: RegisterAccess, times: number): Cause {
  return {
    found: true,
    *read(vcpu) {
      for (let i = 0; i < times; i++) {
        vcpu.thread.call(access(vcpu));
        yield;
      }
    },
  };
}

/** The guest's handler of a device's interrupt: learns the cause where it has to, then runs the callbacks of its queues. */
export class DeviceInterrupt implements VirtualInterrupt {
  readonly name: string;
  /** All queues that this interrupt is for; of one device, so all with a softirq or none. */
  readonly queues: Completions[] = [];
  readonly #requests: Requests;
  /** Null with MSI-X, where the handler reads no register of the device. */
  readonly #cause: Cause | null;
  readonly #enter: Path;
  readonly #leave: Path;

  constructor(plan: Plan, name: string, cause: Cause | null) {
    const { tariff } = plan.machine;
    this.name = name;
    this.#requests = plan.requests;
    this.#cause = cause;
    this.#enter = tariff.path(`${name}: interrupt`, [g('guest_irq_entry_exit'), ...plan.steps.acknowledge, g('guest_irq_handler')]);
    this.#leave = tariff.path(`${name}: end of interrupt`, plan.steps.complete);
  }

  *handler(vcpu: Vcpu): Process {
    const { thread } = vcpu;
    const cause = this.#cause;
    this.#requests.passage?.interrupted();
    thread.run(this.#enter);
    yield;
    if (cause !== null) {
      thread.call(cause.read(vcpu));
      yield;
    }
    const { queues } = this;
    let softirqs: Completions[] | null = null;
    for (let i = 0; i < queues.length && (cause === null || cause.found); i++) {
      const queue = queues[i];
      if (!queue.schedule()) continue;
      if (queue.napi) {
        (softirqs ??= []).push(queue);
      } else {
        thread.call(queue.drain(vcpu));
        yield;
      }
    }
    thread.run(this.#leave);
    yield;
    if (softirqs === null) return;
    vcpu.unmask();
    for (const queue of softirqs) {
      thread.call(queue.drain(vcpu));
      yield;
    }
  }
}

/** How a request looks to the driver of a device: descriptors it makes readable and writable. */
export function chainOf(device: Device, kind: number): readonly [number, number] {
  return kind === 0 ? device.chain.read : device.chain.write;
}
