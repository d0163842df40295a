import type { Path } from '../machine/path.ts';
import type { Signal } from '../machine/signal.ts';
import type { Process } from '../machine/thread.ts';
import type { Vcpu } from '../machine/vcpu.ts';
import type { Front, Plan } from './backend.ts';
import { chainOf, QueueInterrupt, usedRingSteps } from './guest-interrupt.ts';
import { kicking, passOn } from './kick.ts';
import type { Call, Kick, Notifications } from './kick.ts';
import { counting } from './registers.ts';
import { RingPath } from './ring-path.ts';
import { ringSubmitPath } from './submit-path.ts';
import { Unanswered } from './unanswered.ts';
import { virtqueue } from './virtqueue-of.ts';
import type { Virtqueue } from '../virtio/build-virtqueue.ts';

/** The driver of a network device: a transmit queue, and a receive queue that it keeps full of buffers. */
export class NetFront implements Front {
  readonly transmit: Virtqueue;
  readonly receive: Virtqueue;
  readonly callTransmit: Call;
  readonly callReceive: Call;
  readonly #plan: Plan;
  readonly #submit: RingPath;
  readonly #kick: Kick;
  readonly #kickPath: Path;
  readonly #watcher: Signal;
  readonly #unanswered: Unanswered;
  /** Buffers come back when a packet has left, which may be after its answer (netif_wake_queue). */
  #tellOfRoom = (): boolean => false;

  constructor(plan: Plan, { kick, isr, watcher, callTo }: Notifications) {
    const { machine, device, name } = plan;
    const { tariff } = machine;
    this.#plan = plan;
    this.#kick = kick;
    this.#watcher = watcher;
    this.#unanswered = new Unanswered(plan.requests);
    this.transmit = virtqueue(plan, `${name} transmit`);
    this.receive = virtqueue(plan, `${name} receive`);
    this.#submit = ringSubmitPath(plan, 'send', device.chain.write[0]);
    this.#kickPath = tariff.path('kick', counting(kick.steps, 'kick'));
    const weight = Number(plan.params['policy.napi_weight']);
    const sent = new QueueInterrupt(plan, `${name} transmit`, this.transmit.driver, usedRingSteps(plan, []), () => this.#tellOfRoom(), isr, weight);
    const received = new QueueInterrupt(plan, `${name} receive`, this.receive.driver, usedRingSteps(plan, device.guestComplete), (request) => this.#received(request), isr, weight);
    this.callTransmit = callTo(sent);
    this.callReceive = callTo(received);
    while (this.receive.driver.hasRoom(1)) this.#refill();
  }

  get submit(): Path {
    return this.#submit.of(this.transmit.driver.footprint);
  }

  hasRoom(): boolean {
    return this.transmit.driver.hasRoom(2);
  }

  tellOfRoom(tell: () => boolean): void {
    this.#tellOfRoom = tell;
  }

  publish(request: number): boolean {
    const { requests, device } = this.#plan;
    const { driver } = this.transmit;
    const [readable, writable] = chainOf(device, 1);
    driver.add(request, readable, writable, requests.bytes[request]);
    this.#unanswered.sent(request);
    driver.enableCallsDelayed();
    if (driver.needsKick()) return true;
    this.#watcher.notice();
    return false;
  }

  kick(vcpu: Vcpu): Process {
    passOn(this.#kick, 1, this.transmit, this.#plan.params);
    return kicking(vcpu, this.#kick, this.#kickPath);
  }

  spin(): null {
    return null;
  }

  #received(request: number): boolean {
    this.#refill();
    return this.#unanswered.answered(request);
  }

  #refill(): void {
    this.receive.driver.add(-1, 0, 1, 1500);
    this.receive.driver.needsKick();
  }
}
