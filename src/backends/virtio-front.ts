import type { Path } from '../machine/path.ts';
import { Signal } from '../machine/signal.ts';
import { stretch } from '../machine/stretch.ts';
import type { Process } from '../machine/thread.ts';
import type { Vcpu } from '../machine/vcpu.ts';
import type { Virtqueue } from '../virtio/build-virtqueue.ts';
import type { DeviceQueue } from '../virtio/virtqueue.ts';
import type { Front, Plan, Reclaim } from './backend.ts';
import { Completions, usedRingSteps } from './completions.ts';
import { chainOf } from './guest-interrupt.ts';
import { counting } from './registers.ts';
import { RingPath } from './ring-path.ts';
import { reapSteps } from './ring-steps.ts';
import { ringSubmitPaths } from './submit-path.ts';
import { kicking, passOn } from './kick.ts';
import type { Bell, Call, Kick, Notifications } from './kick.ts';
import { longestChain, virtqueue } from './virtqueue-of.ts';

/** The driver of a device with one virtqueue: block, console. */
export class VirtioFront implements Front {
  readonly queue: Virtqueue;
  /** Brings the call of this queue to its vCPU. */
  readonly call: Call;
  readonly reclaim?: Reclaim;
  readonly #plan: Plan;
  readonly #submit: RingPath;
  readonly #kick: Kick;
  readonly #kickPath: Path;
  readonly #watcher: Bell;
  /** Descriptors of the longest chain. */
  readonly #longest: number;
  readonly #used: RingPath;
  /** Raised when a buffer is used that the driver spins for. */
  readonly #spun: Signal;

  constructor(plan: Plan, { kick, watcher, callOf }: Notifications) {
    const { machine, device, requests } = plan;
    const { tariff } = machine;
    this.#plan = plan;
    this.#kick = kick;
    this.#watcher = watcher;
    this.#longest = longestChain(plan);
    const queue = virtqueue(plan, 'queue');
    this.#submit = ringSubmitPaths(plan, 'submit', device.chain.write[0] + device.chain.write[1]).submit;
    this.#kickPath = tariff.path('kick', counting(kick.steps, 'kick'));
    this.#used = new RingPath(tariff, 'used buffer taken', reapSteps(plan));
    this.#spun = new Signal(machine);
    if (device.completes === 'by spinning') {
      queue.driver.disableCalls();
      this.queue = { ...queue, device: watched(queue.device, () => this.#spun.raise()) };
      this.call = { begin: () => false, raise: () => {} };
    } else {
      this.queue = queue;
      const completed = (request: number): boolean => requests.requesters[request].completed(request);
      const completions = new Completions(plan, 'queue', queue.driver, usedRingSteps(plan, device.guestComplete), completed, null);
      this.call = callOf(completions);
      const used = this.#used;
      this.reclaim = {
        get path() {
          return used.of(queue.driver.footprint);
        },
        disableCalls() {
          completions.enablesCalls = false;
          queue.driver.disableCalls();
        },
        take: () => queue.driver.popUsed(),
        enableCalls: () => queue.driver.enableCallsDelayed(),
      };
    }
  }

  get submit(): Path {
    return this.#submit.of(this.queue.driver.footprint);
  }

  hasRoom(): boolean {
    return this.queue.driver.hasRoom(this.#longest);
  }

  publish(request: number): boolean {
    const { requests, device } = this.#plan;
    const [readable, writable] = chainOf(device, requests.kinds[request]);
    const { driver } = this.queue;
    driver.add(request, readable, writable, requests.bytes[request]);
    if (driver.needsKick()) return true;
    this.#watcher.notice();
    return false;
  }

  kick(vcpu: Vcpu): Process {
    passOn(this.#kick, 0, this.queue, this.#plan.params);
    return kicking(vcpu, this.#kick, this.#kickPath);
  }

  spin(vcpu: Vcpu): Process | null {
    return this.#plan.device.completes === 'by spinning' ? this.#spin(vcpu) : null;
  }

  *#spin({ thread }: Vcpu): Process {
    const { requests } = this.#plan;
    let request = this.queue.driver.popUsed();
    while (request < 0) {
      thread.poll(this.#spun, Infinity, stretch('guest spin'));
      yield;
      request = this.queue.driver.popUsed();
    }
    this.#spun.clear();
    thread.run(this.#used.of(this.queue.driver.footprint));
    yield;
    requests.requesters[request].completed(request);
  }
}

/** The device's half of a queue whose driver looks at the used ring all the time. */
export function watched(queue: DeviceQueue, used: () => void): DeviceQueue {
  return {
    footprint: queue.footprint,
    get hasAvail() {
      return queue.hasAvail;
    },
    popAvail: () => queue.popAvail(),
    notified: (notification) => queue.notified(notification),
    payloadOf: (head) => queue.payloadOf(head),
    cookieOf: (head) => queue.cookieOf(head),
    fill: (head, cookie) => queue.fill(head, cookie),
    pushUsed: (head, written) => queue.pushUsed(head, written),
    publishUsed() {
      const count = queue.publishUsed();
      if (count > 0) used();
      return count;
    },
    needsCall: () => queue.needsCall(),
    disableKicks: () => queue.disableKicks(),
    enableKicks: () => queue.enableKicks(),
  };
}
