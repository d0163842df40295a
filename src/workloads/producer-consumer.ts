import type { Parameters } from '../machine/parameter.ts';
import { Requests } from '../machine/requests.ts';
import type { Requester } from '../machine/requests.ts';
import { guestKernel as g } from '../machine/step.ts';
import { stretch } from '../machine/stretch.ts';
import type { Process } from '../machine/thread.ts';
import type { GuestTask, Vcpu } from '../machine/vcpu.ts';
import { cycle, share } from './job-plan.ts';
import { drawServiceTimes } from './service-times.ts';
import type { Guest, Workload } from './workload.ts';

const parameters = {
  produce: { kind: 'duration', default: 2_000, min: 0, max: 1e9, says: 'guest computing for each item, before it is put into the ring; what the back end computes for it is device.work' },
} as const satisfies Parameters;

/**
 * The notification model of Rizzo, Garzarella, Lettieri and Maffione (ANCS 2016): a guest that produces items, a back end
 * that consumes them, and a ring between. Each is told only when it sleeps: the back end when the first item comes, the
 * guest when three quarters of a full ring are free. Latency counts from the item being produced until it is consumed.
 */
export const producerConsumer: Workload = {
  title: 'producer and consumer',
  says: 'the guest computes and puts an item into the ring, over and over; the back end computes device.work for each',
  parameters,
  devices: ['null'],
  draw(draw) {
    const requests = new Requests(share(draw.wanted, 1) + Number(draw.params['ring.size']));
    requests.kinds.fill(1);
    drawServiceTimes(requests, draw);
    return requests;
  },
  start(guest) {
    const [vcpu] = guest.vcpus;
    vcpu.wake(new Producer(guest, vcpu));
  },
};

class Producer implements GuestTask, Requester {
  readonly process: Process;
  ready = false;
  readonly #guest: Guest;
  readonly #vcpu: Vcpu;
  readonly #watch: Guest['watch'];
  #blocked = false;

  constructor(guest: Guest, vcpu: Vcpu) {
    this.#guest = guest;
    this.#vcpu = vcpu;
    this.#watch = guest.watch;
    guest.requests.passage = { received: () => {}, served: (request) => this.#consumed(request), called: () => {}, interrupted: () => {} };
    this.process = this.#run();
  }

  /** Told of an item by the interrupt that was asked for when the ring was full, or by a back end without a ring. */
  completed(request: number): boolean {
    this.#watch?.('completed', request);
    this.#consumed(request);
    if (!this.#blocked) return false;
    this.#blocked = false;
    return this.#vcpu.wake(this);
  }

  #consumed(request: number): void {
    const { requests, machine } = this.#guest;
    if (requests.endPs[request] >= 0) return;
    requests.endPs[request] = machine.simulation.now;
    this.#guest.finish(request);
  }

  *#run(): Process {
    const { thread } = this.#vcpu;
    const { machine: { simulation, tariff }, params, requests } = this.#guest;
    const front = this.#guest.frontOf(this.#vcpu);
    const { reclaim } = front;
    const compute = stretch('guest compute');
    const sleep = tariff.path('producer sleeps', [g('guest_ctx_switch')]);
    const awake = tariff.path('producer runs again', [g('guest_ctx_switch')]);
    const producePs = Math.round(Number(params['workload.produce']) * 1000);
    const next = cycle(0, requests.count);
    reclaim?.disableCalls();
    for (;;) {
      for (;;) {
        while (reclaim !== undefined && reclaim.take() >= 0) {
          thread.run(reclaim.path);
          yield;
        }
        if (front.hasRoom()) break;
        if (reclaim?.enableCalls() === true) {
          reclaim.disableCalls();
          continue;
        }
        thread.run(sleep);
        yield;
        if (!front.hasRoom()) {
          this.#blocked = true;
          thread.leave();
          yield;
        }
        reclaim?.disableCalls();
        thread.run(awake);
        yield;
      }
      const request = next();
      if (producePs > 0) {
        thread.compute(compute, producePs);
        yield;
      }
      requests.requesters[request] = this;
      requests.startPs[request] = simulation.now;
      requests.endPs[request] = -1;
      this.#watch?.('started', request);
      thread.run(front.submit, requests.bytes[request]);
      yield;
      if (front.publish(request)) {
        thread.call(front.kick(this.#vcpu));
        yield;
      }
    }
  }
}
