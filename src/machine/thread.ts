import type { Core } from './core.ts';
import type { Interrupt } from './interrupt.ts';
import type { Path } from './path.ts';
import type { Signal } from './signal.ts';
import type { Stretch } from './stretch.ts';
import type { Vcpu } from './vcpu.ts';

/** Anything that acts: every `yield` passes time and returns nothing, what it does was said to the thread before. */
export type Process = Generator<void, void, void>;

/** The `next` that every generator inherits: looking it up by the kind of generator costs more than going on with it. */
const next: Process['next'] = Object.getPrototypeOf(function* (): Process {}.prototype).next;

/** What a frame has asked for; `none` means: go on with the process. */
export type Op = 'none' | 'path' | 'stretch' | 'poll' | 'spin' | 'wait' | 'wfi' | 'leave';

/** One process on the stack of a thread: an interrupt handler lies on top of what it interrupted. */
export class Frame {
  process: Process | null = null;
  op: Op = 'none';
  path: Path | null = null;
  bytes = 0;
  leftPs = 0;
  stretch: Stretch | null = null;
  signal: Signal | null = null;
}

/**
 * A context that a core can run: a vCPU, a kernel thread, a user thread.
 *
 * Its processes speak to it: `yield thread.run(path)` is charged whole, `compute` can be interrupted, `poll` and
 * `spin` burn the core until a signal, `wait` sleeps until one.
 */
export class Thread {
  readonly name: string;
  readonly core: Core;
  /** Address space, for the price of a switch: threads of one VMM share it. */
  readonly space: string;
  /** Runs only where nobody else wants to (a neighbour's load). */
  readonly background: boolean;
  vcpu: Vcpu | null = null;
  /** The IPI by which another core has it run. */
  arrival: Interrupt | null = null;
  asleep = false;
  /** How long it has had the core, as its scheduler counts it; a new thread has slept for long. */
  ranPs = -Infinity;
  /** The last `poll` ended without its signal. */
  timedOut = false;
  /** The last `wait` did sleep. */
  slept = false;
  /** What runs, or runs next. */
  top = new Frame();
  readonly #frames: Frame[] = [];
  #depth = 0;

  constructor(name: string, core: Core, space: string, background = false) {
    this.name = name;
    this.core = core;
    this.space = space;
    this.background = background;
  }

  /** It is on the run queue of its core. */
  awakes(): void {
    this.asleep = false;
    const { machine } = this.core;
    machine.observer?.handedOver({ what: 'thread runnable', ...machine.moment, thread: this });
  }

  /** A poll of the kernel for this thread ends as if its time were over; what a guest or a user process polls for goes on. */
  endKernelPoll(): void {
    const { op, stretch } = this.top;
    if (op === 'poll' && stretch !== null && stretch.role === 'polling' && stretch.el > 0) this.top.leftPs = 0;
  }

  /** It loses its core to another thread (need_resched, for which Linux's vhost_can_busy_poll and kvm_vcpu_can_poll look). */
  preempted(): void {
    this.endKernelPoll();
    const { machine } = this.core;
    machine.observer?.handedOver({ what: 'thread preempted', ...machine.moment, thread: this });
  }

  /** Puts a process on top of the stack; it runs to its end before what lies below goes on. */
  push(process: Process): void {
    if (this.#depth === this.#frames.length) this.#frames.push(new Frame());
    this.top = this.#frames[this.#depth++];
    this.top.process = process;
    this.top.op = 'none';
  }

  pop(): void {
    this.#depth--;
    if (this.#depth > 0) this.top = this.#frames[this.#depth - 1];
  }

  /** Lets the process on top say what it wants next; one that has come to its end makes way for what lies below. */
  goOn(): void {
    const { process } = this.top;
    if (process === null || !next.call(process).done) return;
    this.pop();
    if (this.#depth === 0) throw new Error(`thread ${this.name} has nothing left to do at ${this.core.machine.simulation.now} ps`);
  }

  /** Whether the signal that the process on top burns time for has been raised, or its time is over; else the next raise will tell. */
  hears(timeIsOver: boolean): boolean {
    const frame = this.top;
    const { signal } = frame;
    const raised = signal?.raised === true;
    if (!raised && !timeIsOver) {
      signal?.setWaiter(this);
      return false;
    }
    signal?.setWaiter(null);
    signal?.clear();
    this.timedOut = !raised;
    frame.op = 'none';
    return true;
  }

  /** Whether it sleeps for the signal that it waits for: not where that was raised before. */
  fallsAsleep(): boolean {
    const { signal } = this.top;
    this.top.op = 'none';
    this.slept = signal !== null && !signal.raised;
    signal?.clear();
    if (this.slept) signal?.setWaiter(this);
    return this.slept;
  }

  /**
   * A path, charged whole: an interrupt waits for its end. `yield` must follow; the build leaves it out where the answer
   * is false, because the path has passed already (`passing.mjs`).
   */
  run(path: Path, bytes = 0): boolean {
    if (this.core.passes(this, path, bytes)) return false;
    const frame = this.top;
    frame.op = 'path';
    frame.path = path;
    frame.bytes = bytes;
    return true;
  }

  /** Preemptible work that takes a given time. */
  compute(stretch: Stretch, ps: number): void {
    const frame = this.top;
    frame.op = 'stretch';
    frame.stretch = stretch;
    frame.leftPs = ps;
  }

  /** Burns the core until the signal is raised, or `ps` have been burnt: then `timedOut`. Interrupts are taken. */
  poll(signal: Signal, ps: number, stretch: Stretch): void {
    const frame = this.top;
    frame.op = 'poll';
    frame.signal = signal;
    signal.setWaiter(this);
    frame.stretch = stretch;
    frame.leftPs = ps;
  }

  /** Burns the core until the signal is raised, with interrupts masked. */
  spin(signal: Signal, stretch: Stretch): void {
    const frame = this.top;
    frame.op = 'spin';
    frame.signal = signal;
    frame.stretch = stretch;
  }

  /** Sleeps until the signal is raised; goes on at once if it was. */
  wait(signal: Signal): void {
    const frame = this.top;
    frame.op = 'wait';
    frame.signal = signal;
  }

  /** WFI that executes natively: the core sleeps until any interrupt. */
  wfi(): void {
    this.top.op = 'wfi';
  }

  /** Goes on with another process first. */
  call(process: Process): void {
    this.push(process);
  }

  /** Takes the running process off the stack without ending it. */
  leave(): void {
    this.top.op = 'leave';
  }
}
