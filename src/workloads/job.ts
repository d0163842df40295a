import type { Front } from '../backends/backend.ts';
import type { Path } from '../machine/path.ts';
import type { Requester } from '../machine/requests.ts';
import { guestKernel as g, guestUser as u } from '../machine/step.ts';
import type { Process } from '../machine/thread.ts';
import type { GuestTask, Vcpu } from '../machine/vcpu.ts';
import { Fifo } from '../sim/fifo.ts';
import type { Guest } from './workload.ts';

/** What one task of a guest asks for: its requests by index, how many at once, and when the next may start. */
export interface JobPlan {
  readonly depth: number;
  /** Takes the next request's index, or -1 when there is none. */
  next(): number;
  /** Earliest time for the next request; `now` or before is at once. */
  readyPs(now: number): number;
  /** Told when a request is done. */
  done(request: number): void;
  /** When a request that is submitted now counts as begun: now, or when it arrived. */
  startedPs(request: number, now: number): number;
  /** Nothing else may be in flight together with this request. */
  alone(request: number): boolean;
}

/**
 * A task that keeps requests in flight: one call that blocks where it wants one at a time, asynchronous submission
 * and collection where it wants more.
 */
export class Job implements GuestTask, Requester {
  readonly process: Process;
  ready = false;
  readonly #guest: Guest;
  readonly #vcpu: Vcpu;
  readonly #front: Front;
  readonly #plan: JobPlan;
  readonly #done = new Fifo();
  readonly #back: Path;
  readonly #sleep: Path;
  readonly #awake: Path;
  #inFlight = 0;
  #blocked = false;

  constructor(guest: Guest, vcpu: Vcpu, plan: JobPlan) {
    const { tariff } = guest.machine;
    const collect = plan.depth > 1 ? [u('svc_el0_to_el1'), g('syscall_entry')] : [];
    this.#guest = guest;
    this.#vcpu = vcpu;
    this.#front = guest.frontOf(vcpu);
    this.#plan = plan;
    this.#back = tariff.path('back to the application', [g('syscall_exit'), g('eret_el1_to_el0')]);
    this.#sleep = tariff.path('task sleeps', [...collect, g('guest_ctx_switch')]);
    this.#awake = tariff.path('task runs again', [g('guest_ctx_switch')]);
    this.process = this.#run();
    vcpu.wake(this);
  }

  completed(request: number): boolean {
    this.#done.push(request);
    return this.#wake();
  }

  *#run(): Process {
    const { thread } = this.#vcpu;
    const { simulation } = this.#guest.machine;
    const { requests } = this.#guest;
    const front = this.#front;
    const plan = this.#plan;
    const asynchronous = plan.depth > 1;
    let held = plan.next();
    for (;;) {
      while (held >= 0 && this.#inFlight < plan.depth && this.#mayStart(held) && plan.readyPs(simulation.now) <= simulation.now && front.hasRoom()) {
        const request = held;
        held = plan.next();
        this.#inFlight++;
        requests.requesters[request] = this;
        requests.startPs[request] = plan.startedPs(request, simulation.now);
        thread.run(front.submit, requests.bytes[request]);
        yield;
        if (front.publish(request)) {
          thread.call(front.kick(this.#vcpu));
          yield;
        }
        const spin = front.spin(this.#vcpu);
        if (spin !== null) {
          thread.call(spin);
          yield;
        }
        if (asynchronous) {
          thread.run(this.#back);
          yield;
        }
      }
      if (this.#done.length === 0) {
        const wakePs = held >= 0 && this.#inFlight < plan.depth && this.#mayStart(held) ? plan.readyPs(simulation.now) : Infinity;
        let expired = false;
        if (wakePs > simulation.now && wakePs < Infinity) {
          this.#guest.timerOf(this.#vcpu).at(wakePs, () => {
            expired = true;
            this.#wake();
          });
        }
        thread.run(this.#sleep);
        yield;
        if (this.#done.length === 0 && !expired) {
          this.#blocked = true;
          thread.leave();
          yield;
        }
        thread.run(this.#awake);
        yield;
      }
      if (this.#done.length > 0) {
        thread.run(this.#back);
        yield;
      }
      for (let request; (request = this.#done.shift()) >= 0; ) {
        this.#inFlight--;
        requests.endPs[request] = simulation.now;
        plan.done(request);
        this.#guest.finish(request);
      }
    }
  }

  #mayStart(request: number): boolean {
    return this.#inFlight === 0 || !this.#plan.alone(request);
  }

  #wake(): boolean {
    if (!this.#blocked) return false;
    this.#blocked = false;
    return this.#vcpu.wake(this);
  }
}
