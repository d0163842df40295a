import type { Front } from '../backends/backend.ts';
import type { Path } from '../machine/path.ts';
import type { Requester } from '../machine/requests.ts';
import { guestKernel as g, guestUser as u } from '../machine/step.ts';
import type { Process } from '../machine/thread.ts';
import type { GuestTask, Vcpu } from '../machine/vcpu.ts';
import { Fifo } from '../sim/fifo.ts';
import { shaped } from './job-plan.ts';
import type { JobPlan } from './job-plan.ts';
import type { Guest } from './workload.ts';

/** Starts a task for each plan, on the vCPUs in turn. */
export function startJobs(guest: Guest, plans: readonly JobPlan[]): void {
  const waiters = new Map<Front, Job[]>();
  plans.forEach((plan, i) => {
    const vcpu = guest.vcpus[i % guest.vcpus.length];
    const front = guest.frontOf(vcpu);
    let wanting = waiters.get(front);
    if (wanting === undefined) {
      const line: Job[] = [];
      wanting = line;
      waiters.set(front, line);
      front.tellOfRoom?.(() => line.length > 0 && line[0].roomMade());
    }
    vcpu.wake(new Job(guest, vcpu, shaped(plan), wanting));
  });
}

/** A task that keeps requests in flight as its plan says, sleeping where it has to wait. */
class Job implements GuestTask, Requester {
  readonly process: Process;
  ready = false;
  readonly #guest: Guest;
  readonly #vcpu: Vcpu;
  readonly #front: Front;
  readonly #watch: Guest['watch'];
  readonly #plan: JobPlan;
  readonly #done = new Fifo();
  readonly #paths: { readonly collect: Path; readonly sleep: Path; readonly awake: Path; readonly submitted: Path; readonly back: Path };
  /** Tasks that wait for room in the ring, in the order of coming: each completion lets the first look again. */
  readonly #wantingRoom: Job[];
  #inFlight = 0;
  #oneIsAlone = false;
  #blocked = false;
  #alarmPs = -1;

  constructor(guest: Guest, vcpu: Vcpu, plan: JobPlan, wantingRoom: Job[]) {
    const { tariff } = guest.machine;
    this.#guest = guest;
    this.#vcpu = vcpu;
    this.#front = guest.frontOf(vcpu);
    this.#watch = guest.watch;
    this.#plan = plan;
    this.#wantingRoom = wantingRoom;
    this.#paths = {
      collect: tariff.path('task collects', [u('svc_el0_to_el1'), g('syscall_entry')]),
      sleep: tariff.path('task sleeps', [g('guest_ctx_switch')]),
      awake: tariff.path('task runs again', [g('guest_ctx_switch')]),
      submitted: tariff.path('submitted', [g('syscall_exit'), g('eret_el1_to_el0')]),
      back: tariff.path('back to the application', [
        ...(plan.copiedBytes > 0 ? [g('copy_fixed'), g('copy_per_byte_l2')] : []), g('syscall_exit'), g('eret_el1_to_el0'),
      ]),
    };
    this.process = this.#run();
  }

  completed(request: number): boolean {
    this.#watch?.('completed', request);
    this.#done.push(request);
    const woken = this.#wake();
    return (this.#wantingRoom.length > 0 && this.#wantingRoom[0].roomMade()) || woken;
  }

  /** For the first in line; true when that woke it. */
  roomMade(): boolean {
    return this.#wake();
  }

  *#run(): Process {
    const { thread } = this.#vcpu;
    const { machine: { simulation, slicePs }, requests } = this.#guest;
    const front = this.#front;
    const plan = this.#plan;
    const { collect, sleep, awake, submitted, back } = this.#paths;
    const returns = plan.call === 'returns' || plan.call === 'streams';
    const collects = plan.call === 'returns' || plan.call === 'receives';
    // An acknowledgement opens the window when it comes, and not when the sender finds it full.
    const opens = plan.call === 'streams';
    let held = plan.next();
    let sincePs = simulation.now;
    for (;;) {
      if (simulation.now - sincePs >= slicePs && this.#vcpu.hasWork) {
        this.#vcpu.wake(this);
        thread.leave();
        yield;
        thread.run(awake);
        yield;
        sincePs = simulation.now;
      }
      while (!(opens && this.#done.length > 0) && this.#mayStart(held) && plan.readyPs() <= simulation.now && this.#takesRoom()) {
        const request = held;
        this.#inFlight++;
        this.#oneIsAlone = plan.alone(request);
        requests.requesters[request] = this;
        requests.startPs[request] = plan.startedPs(request, simulation.now);
        requests.endPs[request] = -1;
        this.#watch?.('started', request);
        held = plan.next();
        thread.run((plan.call === 'receives' ? front.acknowledge : undefined) ?? front.submit, requests.bytes[request]);
        yield;
        // Another vCPU may have taken the room meanwhile; who waits has its turn before us.
        while (!front.hasRoom()) {
          this.#wantRoom(true);
          this.#blocked = true;
          thread.leave();
          yield;
          this.#wantRoom(false);
        }
        const kicks = front.publish(request);
        if (this.#wantingRoom.length > 0) this.#passRoomOn();
        if (kicks) {
          thread.call(front.kick(this.#vcpu));
          yield;
        }
        const spin = front.spin(this.#vcpu);
        if (spin !== null) {
          thread.call(spin);
          yield;
        }
        if (returns) {
          thread.run(submitted);
          yield;
        }
      }
      if (collects) {
        thread.run(collect);
        yield;
      }
      if (this.#done.length === 0) {
        const wakePs = this.#mayStart(held) ? plan.readyPs() : Infinity;
        this.#setAlarm(wakePs);
        thread.run(sleep);
        yield;
        if (this.#done.length === 0 && (wakePs > simulation.now || !this.#isNext())) {
          this.#wantRoom(wakePs <= simulation.now);
          this.#blocked = true;
          thread.leave();
          yield;
          sincePs = simulation.now;
        }
        thread.run(awake);
        yield;
      }
      // What comes while this is copied waits for the next call.
      let due = plan.copiedBytes > 0 ? this.#done.length : Infinity;
      if (collects || (plan.call === 'blocks' && this.#done.length > 0)) {
        thread.run(back, due === Infinity ? 0 : due * plan.copiedBytes);
        yield;
      }
      for (let request; due > 0 && (request = this.#done.shift()) >= 0; due--) {
        this.#inFlight--;
        this.#oneIsAlone = false;
        requests.endPs[request] = simulation.now;
        plan.done(request);
        this.#guest.finish(request);
      }
    }
  }

  /** Has the guest's timer wake the task when the next request may start. */
  #setAlarm(wakePs: number): void {
    if (wakePs <= this.#guest.machine.simulation.now || wakePs === Infinity || wakePs === this.#alarmPs) return;
    this.#alarmPs = wakePs;
    this.#guest.timerOf(this.#vcpu).at(wakePs, () => (this.#wake(), null));
  }

  /** There is a next request, and nothing but its time and the ring can keep it waiting. */
  #mayStart(request: number): boolean {
    if (request < 0 || this.#inFlight >= this.#plan.depth || this.#guest.requests.endPs[request] < 0) return false;
    return this.#inFlight === 0 || !(this.#oneIsAlone || this.#plan.alone(request));
  }

  /** There is room, and nobody has waited for it longer. */
  #isNext(): boolean {
    const wanting = this.#wantingRoom;
    return (wanting.length === 0 || wanting[0] === this) && this.#front.hasRoom();
  }

  /** Takes its turn for room in the ring. */
  #takesRoom(): boolean {
    if (!this.#isNext()) return false;
    if (this.#wantingRoom.length > 0) this.#wantingRoom.shift();
    return true;
  }

  /** Stands in line for room, or is not in it. */
  #wantRoom(wanted: boolean): void {
    const place = this.#wantingRoom.indexOf(this);
    if (wanted && place < 0) this.#wantingRoom.push(this);
    else if (!wanted && place >= 0) this.#wantingRoom.splice(place, 1);
    this.#passRoomOn();
  }

  #passRoomOn(): void {
    const [next] = this.#wantingRoom;
    if (next !== undefined && next !== this && this.#front.hasRoom()) next.#wake();
  }

  #wake(): boolean {
    if (!this.#blocked) return false;
    this.#blocked = false;
    return this.#vcpu.wake(this);
  }
}
