import type { Path } from '../machine/path.ts';
import { repeatAll } from '../machine/step.ts';
import type { Process } from '../machine/thread.ts';
import type { Vcpu } from '../machine/vcpu.ts';
import { answerOf } from './answer.ts';
import type { Front, Plan } from './backend.ts';
import { Completions, usedRingSteps } from './completions.ts';
import type { CompletionQueue } from './completions.ts';
import { chainOf } from './guest-interrupt.ts';
import { GuestPoll } from './guest-poll.ts';
import { kicking, passOn } from './kick.ts';
import type { Bell, Call, Kick, Notifications } from './kick.ts';
import type { ReceiveBuffers } from './receive-buffers.ts';
import { counting } from './registers.ts';
import type { RingPath } from './ring-path.ts';
import { reapSteps, writeSteps } from './ring-steps.ts';
import { SizedRingPaths } from './sized-ring-paths.ts';
import { ringSubmitPaths } from './submit-path.ts';
import { Unanswered } from './unanswered.ts';
import { watched } from './virtio-front.ts';
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
  readonly #acknowledge: RingPath;
  readonly #kick: Kick;
  readonly #kickPath: Path;
  readonly #kickReceive: Kick;
  readonly #kickReceivePath: Path;
  readonly #buffers: ReceiveBuffers;
  readonly #watcher: Bell;
  readonly #unanswered: Unanswered;
  readonly #poll: GuestPoll | null;
  /** Buffers come back when a packet has left, which may be after its answer (netif_wake_queue). */
  #tellOfRoom = (): boolean => false;

  constructor(plan: Plan, vcpu: Vcpu, { kick, watcher, callOf }: Notifications, kickReceive: Kick, buffers: ReceiveBuffers) {
    const { machine, device, requests } = plan;
    const { tariff } = machine;
    this.#plan = plan;
    this.#kick = kick;
    this.#kickReceive = kickReceive;
    this.#buffers = buffers;
    this.#watcher = watcher;
    this.#unanswered = new Unanswered(requests);
    const poll = GuestPoll.of(plan, vcpu);
    this.#poll = poll;
    const polled = (queue: Virtqueue): Virtqueue => (poll === null ? queue : { ...queue, device: watched(queue.device, () => poll.notice()) });
    this.transmit = polled(virtqueue(plan, 'transmit'));
    this.receive = polled(virtqueue(plan, 'receive', buffers.descriptors));
    const { submit, acknowledge } = ringSubmitPaths(plan, 'send', device.chain.write[0]);
    this.#submit = submit;
    this.#acknowledge = acknowledge;
    this.#kickPath = tariff.path('kick', counting(kick.steps, 'kick'));
    this.#kickReceivePath = tariff.path('kick for receive buffers', counting(kickReceive.steps, 'kick'));
    const weight = Number(plan.params['policy.napi_weight']);
    const sent = new Completions(plan, 'transmit', this.transmit.driver, usedRingSteps(plan, []), () => this.#tellOfRoom(), weight);
    const steps = usedRingSteps(plan, []);
    const each = new SizedRingPaths(tariff, 'receive: completion', (bytes) => [
      ...reapSteps(plan, buffers.filledBy(bytes)), ...repeatAll(buffers.filledBy(bytes), writeSteps(plan, buffers.descriptors)), ...repeatAll(answerOf(plan, bytes).packets, device.guestComplete),
    ]);
    const received = new Completions(
      plan, 'receive', this.#filled(), { ...steps, each: (request) => each.of(requests.answerBytes[request], this.receive.driver.footprint) },
      (request) => this.#received(request), weight, (by) => this.#tellOfBuffers(by),
    );
    if (poll === null) {
      this.callTransmit = callOf(sent);
      this.callReceive = callOf(received);
    } else {
      for (const completions of [sent, received]) poll.watch(completions);
      for (const { driver } of [this.transmit, this.receive]) driver.disableCalls();
      this.callTransmit = this.callReceive = { begin: () => false, raise: () => {} };
    }
    while (this.receive.driver.hasRoom(buffers.descriptors)) this.#refill();
    this.receive.driver.needsKick();
  }

  get submit(): Path {
    return this.#submit.of(this.transmit.driver.footprint);
  }

  get acknowledge(): Path {
    return this.#acknowledge.of(this.transmit.driver.footprint);
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
    if (this.#poll === null) driver.enableCallsDelayed();
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

  /** The receive queue by answers: one may fill several buffers, which are used at once. */
  #filled(): CompletionQueue {
    const { driver } = this.receive;
    const { requests } = this.#plan;
    const buffers = this.#buffers;
    return {
      footprint: driver.footprint,
      get hasUsed() {
        return driver.hasUsed;
      },
      popUsed() {
        const request = driver.popUsed();
        if (request >= 0) for (let more = buffers.filledBy(requests.answerBytes[request]); more > 1; more--) driver.popUsed();
        return request;
      },
      disableCalls: () => driver.disableCalls(),
      enableCalls: () => driver.enableCalls(),
    };
  }

  #received(request: number): boolean {
    for (let buffers = this.#buffers.filledBy(this.#plan.requests.answerBytes[request]); buffers > 0; buffers--) this.#refill();
    return this.#unanswered.answered(request);
  }

  #refill(): void {
    this.receive.driver.add(-1, 0, this.#buffers.descriptors, this.#buffers.bytes);
  }

  /** A back end that has run out of receive buffers wants to know of new ones. */
  #tellOfBuffers(vcpu: Vcpu): Process | null {
    if (this.receive.driver.needsKick()) {
      passOn(this.#kickReceive, 0, this.receive, this.#plan.params);
      return kicking(vcpu, this.#kickReceive, this.#kickReceivePath);
    }
    this.#watcher.notice();
    return null;
  }
}
