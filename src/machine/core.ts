import type { Timed } from '../sim/simulation.ts';
import type { Errand } from './errand.ts';
import { Interrupt } from './interrupt.ts';
import type { Machine } from './machine.ts';
import { Meter } from './meter.ts';
import type { Doing } from './meter.ts';
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
    this.meter = new Meter(machine.simulation, this);
    this.queue = new RunQueue(machine.simulation, machine.slicePs);
  }

  get idle(): boolean {
    return this.meter.doing === 'idle';
  }

  /** A thread that can run; it preempts the current one unless that matters more. */
  enqueue(thread: Thread): void {
    thread.asleep = false;
    this.queue.wake(thread, this.current);
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
    const { simulation, paths } = this.machine;
    while (!simulation.stopped) {
      if (this.#idleExit !== null) {
        const path = this.#idleExit;
        this.#idleExit = null;
        if (!this.#charge('leaving idle', path)) return;
        continue;
      }
      if (this.#errands.length > 0) {
        if (!this.#run(this.#errands)) return;
        continue;
      }
      const thread = this.current;
      if (thread === null || this.queue.preempts || (this.queue.wanted(thread) && this.queue.sliceLeftPs === 0)) {
        if (thread?.vcpu?.inGuest) {
          this.leaveGuest();
          if (!this.#charge('exit', paths.preempted)) return;
          continue;
        }
        if (!this.#pickNext(thread)) return this.#rest('idle', paths.idleExit);
        if (!this.#charge('switch', paths.switchBetween(thread, this.#next))) return;
        continue;
      }
      if (thread.vcpu !== null) {
        const entry = thread.vcpu.entryPath();
        if (entry !== null) {
          if (!this.#charge('entry', entry)) return;
          continue;
        }
        thread.vcpu.takeInterrupt();
      }
      if (!this.#step(thread, thread.top)) return;
    }
  }

  #run(errands: Errand[]): boolean {
    const errand = errands[0];
    if (errands.length === 1) errands.pop();
    else errands.shift();
    this.#errand = errand;
    const path = errand.errandPath(this);
    return this.#charge('errand', path, path.bytePs > 0 ? errand.errandBytes : 0);
  }

  /** Lets the top process go on, or does what it asks for; false: the core waits for an event. */
  #step(thread: Thread, frame: Frame): boolean {
    if (frame.op === 'none') {
      if (frame.process?.next().done) {
        thread.pop();
        if (thread.finished) throw new Error(`thread ${thread.name} has nothing left to do at ${this.machine.simulation.now} ps`);
      }
      return true;
    }
    switch (frame.op) {
      case 'path':
        frame.op = 'none';
        return frame.path === null || this.#charge('path', frame.path, frame.bytes);
      case 'stretch':
        if (frame.leftPs > 0) return this.#burn(frame, thread);
        frame.op = 'none';
        return true;
      case 'poll': {
        const raised = frame.signal?.raised === true;
        if (!raised && frame.leftPs > 0) {
          frame.signal?.setWaiter(thread);
          return this.#burn(frame, thread);
        }
        frame.signal?.setWaiter(null);
        frame.signal?.clear();
        thread.timedOut = !raised;
        frame.op = 'none';
        return true;
      }
      case 'spin':
        if (frame.signal?.raised === true) {
          frame.signal.setWaiter(null);
          frame.signal.clear();
          frame.op = 'none';
          return true;
        }
        frame.signal?.setWaiter(thread);
        this.meter.rest('spin');
        return false;
      case 'wait':
        return this.#sleep(thread, frame);
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

  #sleep(thread: Thread, frame: Frame): boolean {
    const { signal } = frame;
    frame.op = 'none';
    thread.slept = signal !== null && !signal.raised;
    signal?.clear();
    if (!thread.slept) return true;
    signal?.setWaiter(thread);
    this.#next = this.queue.take(thread);
    thread.asleep = true;
    return this.#charge('switch', this.machine.paths.switchBetween(thread, this.#next));
  }

  /** Burns time for a stretch, a poll or a slice of them. */
  #burn(frame: Frame, thread: Thread): boolean {
    const passed = this.meter.burn(this.queue.wanted(thread) ? Math.min(frame.leftPs, this.queue.sliceLeftPs) : frame.leftPs);
    if (passed) this.#finish();
    return passed;
  }

  #charge(doing: Doing, path: Path, bytes = 0): boolean {
    const passed = this.meter.charge(doing, path, bytes);
    if (passed) this.#finish();
    return passed;
  }

  #rest(doing: 'idle' | 'wfi', exit: Path): void {
    this.meter.rest(doing);
    this.#idleExit = exit;
  }

  #finish(): void {
    const done = this.meter.finish(this.current?.top);
    if (done === 'path') return;
    if (done === 'errand') this.#errand?.errandDone(this);
    else if (done === 'entry') this.current?.vcpu?.entered();
    else if (done === 'switch') {
      this.queue.switched(this.current, this.#next);
      this.current = this.#next;
    }
  }

  #pickNext(from: Thread | null): boolean {
    this.#next = this.queue.take(from);
    if (this.#next === null) return false;
    if (from !== null) {
      this.queue.putBack(from);
      from.vcpu?.preempted();
    }
    return true;
  }
}
