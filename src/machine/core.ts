import type { Timed } from '../sim/simulation.ts';
import type { Errand } from './errand.ts';
import { Interrupt } from './interrupt.ts';
import type { Machine } from './machine.ts';
import { Meter } from './meter.ts';
import type { Doing } from './meter.ts';
import { ObservedMeter } from './observed-meter.ts';
import type { Path } from './path.ts';
import { RunQueue } from './run-queue.ts';
import type { Frame, Thread } from './thread.ts';

/**
 * One physical CPU: a run queue, a current thread, interrupts between paths, and a ledger of visits.
 *
 * Paths run to their end; stretches are split by interrupts and by whoever is woken. A woken thread preempts the
 * current one, which goes on first when the woken one sleeps; threads that want the core at once share it by slices.
 */
export class Core implements Timed {
  readonly name: string;
  slot = -1;
  readonly machine: Machine;
  readonly meter: Meter;
  current: Thread | null = null;
  readonly queue: RunQueue;
  readonly #errands: Errand[] = [];
  #errand: Errand | null = null;
  #next: Thread | null = null;
  #idleExit: Path | null = null;

  constructor(name: string, machine: Machine) {
    this.name = name;
    this.machine = machine;
    this.meter = machine.observer === null ? new Meter(machine.simulation, this) : new ObservedMeter(machine.observer, this, () => this.#next);
    this.queue = new RunQueue(machine.simulation, machine.slicePs);
  }

  get idle(): boolean {
    return this.meter.doing === 'idle';
  }

  /** A thread that can run; it preempts the current one unless that matters more, and ends its halt poll in any case (single_task_running in Linux's kvm_vcpu_can_poll). */
  enqueue(thread: Thread): void {
    thread.awakes();
    this.queue.wake(thread, this.current);
    if (this.current !== null && this.current.vcpu !== null) this.current.endKernelPoll();
    this.#interruptStretch();
  }

  /** As `enqueue`, by an IPI from another core. */
  enqueueFromAfar(thread: Thread): void {
    const { paths, flightPs } = this.machine;
    thread.arrival ??= new Interrupt(this.machine, this, thread.vcpu === null ? paths.reschedule : paths.rescheduleVcpu, () => this.enqueue(thread));
    thread.arrival.raise(flightPs);
  }

  interrupt(errand: Errand): void {
    this.#errands.push(errand);
    this.#interruptStretch();
  }

  /** Work that the running thread has to do before it goes on. */
  owe(errand: Errand): void {
    this.#errands.push(errand);
  }

  /** Lets a thread look again at what it polls or computes. */
  endStretch(thread: Thread): void {
    if (this.current !== thread) return;
    if (this.meter.doing === 'spin') this.#fireNow();
    else this.#interruptStretch();
  }

  /** Marks a running guest as left; says whether there was one. */
  leaveGuest(): boolean {
    const vcpu = this.current?.vcpu;
    if (!vcpu?.inGuest) return false;
    vcpu.exitTo('kernel');
    vcpu.resumes();
    return true;
  }

  /** Whether a path that the running thread asks for may pass at once: nothing comes before it that this core would do first, or anything else that happens before its end. */
  passes(thread: Thread, path: Path, bytes: number): boolean {
    if (this.machine.running !== this || this.current !== thread || this.#errands.length > 0 || this.queue.displaces(thread)) return false;
    return thread.vcpu?.isDiverted !== true && this.meter.passes('path', path, bytes);
  }

  fire(): void {
    this.machine.running = this;
    this.#finish();
    this.#advance();
    this.machine.running = null;
  }

  #interruptStretch(): void {
    const { doing } = this.meter;
    if (doing === 'stretch' || doing === 'idle' || doing === 'wfi') this.#fireNow();
  }

  #fireNow(): void {
    const { simulation } = this.machine;
    if (this.machine.running === this) return;
    simulation.cancel(this);
    // Nobody acts at this moment who would have to come to an end first.
    if (this.machine.running === null && simulation.underWay) this.fire();
    else simulation.schedule(simulation.now, this);
  }

  #advance(): void {
    const { simulation } = this.machine;
    while (!simulation.stopped) {
      if (this.#idleExit !== null) {
        const path = this.#idleExit;
        this.#idleExit = null;
        if (!this.#charge('leaving idle', path, 0)) return;
        continue;
      }
      if (this.#errands.length > 0) {
        if (!this.#run(this.#errands)) return;
        continue;
      }
      const thread = this.current;
      if (thread === null || this.queue.displaces(thread)) {
        if (!this.#giveCore(thread)) return;
        continue;
      }
      if (thread.vcpu !== null) {
        const entry = thread.vcpu.entryPath();
        if (entry !== null) {
          if (!this.#charge('entry', entry, 0)) return;
          continue;
        }
        thread.vcpu.takeInterrupt();
      }
      const frame = thread.top;
      switch (frame.op) {
        case 'none':
          thread.goOn();
          break;
        case 'path':
          frame.op = 'none';
          if (frame.path !== null && !this.#charge('path', frame.path, frame.bytes)) return;
          break;
        default:
          if (!this.#step(thread, frame)) return;
      }
    }
  }

  /** On the way to another thread; false: the core waits for an event. */
  #giveCore(thread: Thread | null): boolean {
    const { paths } = this.machine;
    if (thread?.vcpu?.inGuest) {
      this.leaveGuest();
      return this.#charge('exit', paths.preempted, 0);
    }
    if (this.#pickNext(thread)) return this.#charge('switch', paths.switchBetween(thread, this.#next), 0);
    this.#rest('idle', paths.idleExit);
    return false;
  }

  #run(errands: Errand[]): boolean {
    const errand = errands[0];
    if (errands.length === 1) errands.pop();
    else errands.shift();
    this.#errand = errand;
    const path = errand.path(this);
    return this.#charge('errand', path, path.bytePs > 0 ? errand.bytes() : 0);
  }

  /** Does what the top process asks for, where that is no path; false: the core waits for an event. */
  #step(thread: Thread, frame: Frame): boolean {
    switch (frame.op) {
      case 'none':
      case 'path':
        return true;
      case 'stretch':
        if (frame.leftPs > 0) return this.#burn(frame, thread);
        frame.op = 'none';
        return true;
      case 'poll':
        return thread.hears(frame.leftPs <= 0) || this.#burn(frame, thread);
      case 'spin':
        if (thread.hears(false)) return true;
        this.meter.rest('spin');
        return false;
      case 'wait':
        return this.#sleep(thread);
      case 'wfi':
        frame.op = 'none';
        this.#rest('wfi', this.machine.paths.wfiWake);
        // Whoever waits for the core gets it when the slice ends: the scheduler's tick ends the WFI.
        if (this.queue.wanted(thread)) this.machine.simulation.schedule(this.machine.simulation.now + this.queue.sliceLeftPs, this);
        return false;
      case 'leave':
        frame.op = 'none';
        thread.pop();
        return true;
    }
  }

  #sleep(thread: Thread): boolean {
    if (!thread.fallsAsleep()) return true;
    this.#next = this.queue.take(thread);
    thread.asleep = true;
    return this.#charge('switch', this.machine.paths.switchBetween(thread, this.#next), 0);
  }

  /** Burns time for a stretch, a poll or a slice of them. */
  #burn(frame: Frame, thread: Thread): boolean {
    const passed = this.meter.burn(this.queue.wanted(thread) ? Math.min(frame.leftPs, this.queue.sliceLeftPs) : frame.leftPs);
    if (passed) this.#finish();
    return passed;
  }

  #charge(doing: Exclude<Doing, 'nothing'>, path: Path, bytes: number): boolean {
    if (!this.meter.charge(doing, path, bytes)) return false;
    if (doing !== 'path') this.#done(doing);
    return true;
  }

  #rest(doing: 'idle' | 'wfi', exit: Path): void {
    this.meter.rest(doing);
    this.#idleExit = exit;
  }

  #finish(): void {
    this.#done(this.meter.finish(this.current?.top));
  }

  /** What follows from something that the core itself has charged. */
  #done(doing: Doing): void {
    if (doing === 'errand') this.#errand?.done(this);
    else if (doing === 'entry') this.current?.vcpu?.entered();
    else if (doing === 'switch') {
      this.queue.switched(this.current, this.#next);
      this.current = this.#next;
    }
  }

  #pickNext(from: Thread | null): boolean {
    this.#next = this.queue.take(from);
    if (this.#next === null) return false;
    if (from !== null) {
      this.queue.putBack(from);
      from.preempted();
    }
    return true;
  }
}
