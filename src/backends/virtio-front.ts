import type { Path } from '../machine/path.ts';
import { Signal } from '../machine/signal.ts';
import { guestKernel as g, repeat } from '../machine/step.ts';
import type { Steps } from '../machine/step.ts';
import { stretch } from '../machine/stretch.ts';
import type { Process } from '../machine/thread.ts';
import type { Vcpu } from '../machine/vcpu.ts';
import { observedDevice, observedDriver } from '../virtio/observed-queue.ts';
import type { QueueListener } from '../virtio/observed-queue.ts';
import { SplitDevice } from '../virtio/split-device.ts';
import { SplitDriver } from '../virtio/split-driver.ts';
import { splitLayout } from '../virtio/split-layout.ts';
import type { DeviceQueue, DriverQueue } from '../virtio/virtqueue.ts';
import type { Front, Plan, Reclaim } from './backend.ts';
import { Completions, usedRingSteps } from './completions.ts';
import { chainOf } from './guest-interrupt.ts';
import { lines } from './lines.ts';
import { submitPath } from './submit-path.ts';
import { counting } from './registers.ts';
import { kicking } from './kick.ts';
import type { Bell, Call, Kick, Notifications } from './kick.ts';

/** Both halves of one virtqueue. */
export interface Virtqueue {
  readonly driver: DriverQueue;
  readonly device: DeviceQueue;
}

/** A virtqueue of a plan's device, told about under a name where somebody listens. */
export function virtqueue(plan: Plan, name = 'queue'): Virtqueue {
  const eventIdx = plan.params['ring.event_idx'] === true;
  const layout = splitLayout(Number(plan.params['ring.size']));
  const driver = new SplitDriver(layout, eventIdx);
  const device = new SplitDevice(layout, eventIdx, driver.cookies);
  const { machine, requests: of } = plan;
  const { observer } = machine;
  if (observer === null) return { driver, device };
  const tell: QueueListener = (what, request) => observer.request({ what, ...machine.moment, of, request, queue: name });
  return { driver: observedDriver(driver, tell), device: observedDevice(device, tell) };
}

/** The driver of a device with one virtqueue: block, console. */
export class VirtioFront implements Front {
  readonly submit: Path;
  readonly queue: Virtqueue;
  /** Brings the call of this queue to its vCPU. */
  readonly call: Call;
  readonly reclaim?: Reclaim;
  readonly #plan: Plan;
  readonly #kick: Kick;
  readonly #kickPath: Path;
  readonly #watcher: Bell;
  /** Descriptors of the longest chain. */
  readonly #longest: number;
  readonly #used: Path;
  /** Raised when a buffer is used that the driver spins for. */
  readonly #spun: Signal;

  constructor(plan: Plan, { kick, watcher, callOf }: Notifications) {
    const { machine, device, requests } = plan;
    const { tariff } = machine;
    const descriptors = device.chain.write[0] + device.chain.write[1];
    this.#plan = plan;
    this.#kick = kick;
    this.#watcher = watcher;
    this.#longest = longestChain(plan);
    const queue = virtqueue(plan);
    this.submit = submitPath(plan, 'submit', [...device.guestSubmit, ...submitSteps(plan, descriptors)]);
    this.#kickPath = tariff.path('kick', counting(kick.steps, 'kick'));
    this.#used = tariff.path('used buffer taken', [...lines(plan, g, 1), g('used_read'), g('desc_free')]);
    this.#spun = new Signal(machine);
    if (device.completes === 'by spinning') {
      queue.driver.disableCalls();
      this.queue = { driver: queue.driver, device: watched(queue.device, () => this.#spun.raise()) };
      this.call = { begin: () => false, raise: () => {} };
    } else {
      this.queue = queue;
      const completed = (request: number): boolean => requests.requesters[request].completed(request);
      const completions = new Completions(plan, 'queue', queue.driver, usedRingSteps(plan, device.guestComplete), completed, null);
      this.call = callOf(completions);
      this.reclaim = {
        path: this.#used,
        disableCalls() {
          completions.enablesCalls = false;
          queue.driver.disableCalls();
        },
        take: () => queue.driver.popUsed(),
        enableCalls: () => queue.driver.enableCallsDelayed(),
      };
    }
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
    thread.run(this.#used);
    yield;
    requests.requesters[request].completed(request);
  }
}

/** The most descriptors of a request to this device; a ring that could never hold them is refused. */
function longestChain({ device, params }: Plan): number {
  const longest = Math.max(device.chain.write[0] + device.chain.write[1], device.chain.read[0] + device.chain.read[1]);
  let least = 2;
  while (least < longest) least *= 2;
  if (Number(params['ring.size']) < longest) throw new Error(`ring.size: ${params['ring.size']} (${device.title} takes ${longest} descriptors for a request: at least ${least})`);
  return longest;
}

/** The device's half of a queue whose driver looks at the used ring all the time. */
export function watched(queue: DeviceQueue, used: () => void): DeviceQueue {
  return {
    get hasAvail() {
      return queue.hasAvail;
    },
    popAvail: () => queue.popAvail(),
    payloadOf: (head) => queue.payloadOf(head),
    cookieOf: (head) => queue.cookieOf(head),
    fill: (head, cookie) => queue.fill(head, cookie),
    pushUsed(head, written) {
      queue.pushUsed(head, written);
      used();
    },
    needsCall: () => queue.needsCall(),
    disableKicks: () => queue.disableKicks(),
    enableKicks: () => queue.enableKicks(),
  };
}

/** From the driver to the test whether to kick, with a chain of so many descriptors. */
export function submitSteps(plan: Plan, descriptors: number): Steps {
  return [
    repeat(descriptors, g('desc_write')), g('avail_publish'), ...lines(plan, g, 1), g('kick_check'),
  ];
}
