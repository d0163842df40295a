import type { Machine } from './machine.ts';
import type { Path } from './path.ts';
import { Signal } from './signal.ts';
import type { Process, Thread } from './thread.ts';

/** How far an exit went: handled at EL2, in the host kernel, or in the VMM. */
export type ExitWeight = 'el2' | 'kernel' | 'user';

/** Where an injection finds its target: what it costs depends on it. */
export type VcpuPlace = 'in guest' | 'exited' | 'polling' | 'blocked' | 'wfi' | 'spinning';

/** A virtual interrupt line: what its handler in the guest does. */
export interface VirtualInterrupt {
  readonly name: string;
  handler(vcpu: Vcpu): Process;
}

/** A task of the guest: runs on its vCPU when woken, leaves it to wait. */
export interface GuestTask {
  readonly process: Process;
  /** Woken and not yet run. */
  ready: boolean;
}

/**
 * A virtual CPU: a context for the core beneath it, and a core for what runs in the guest.
 *
 * Its thread's lowest process is the guest kernel's loop; tasks and interrupt handlers lie on top of it.
 */
export class Vcpu {
  readonly name: string;
  readonly thread: Thread;
  readonly machine: Machine;
  /** Wakes a vCPU that blocks or polls in WFI. */
  readonly wakeUp: Signal;
  /** The answer to a register access that another VM or process gives. */
  readonly answer: Signal;
  readonly #tasks: GuestTask[] = [];
  readonly #pending: VirtualInterrupt[] = [];
  /** Interrupts that the guest can see: put into list registers at the last entry. */
  #visible = 0;
  #entry: ExitWeight | null = 'kernel';
  inGuest = false;
  /** Its registers lie in the core's, so a switch moves them; a user exit has put them away. */
  loaded = false;
  /** List registers were used: the next exit folds them back, which the entry after it is charged for. */
  #folds = false;
  /** Interrupts masked by the guest: in a handler. */
  masked = false;
  spinning = false;
  /** Lengths of the times in which the guest could take no interrupt, in ps. */
  readonly maskedPs: number[] = [];
  /** By which another vCPU has this one look at its tasks; null where each wakes only its own. */
  reschedule: { raise(): void } | null = null;
  /** What its guest does with nothing to do, where that is no WFI; `noticed` ends a look, and is told of woken tasks. */
  idle: { process(): Process; readonly noticed: Signal } | null = null;
  #weight: ExitWeight = 'kernel';
  #maskedSincePs = 0;

  constructor(name: string, thread: Thread) {
    this.name = name;
    this.thread = thread;
    this.machine = thread.core.machine;
    this.wakeUp = new Signal(this.machine);
    this.answer = new Signal(this.machine);
    thread.vcpu = this;
    thread.ranPs = 0;
    thread.push(this.#kernel());
  }

  get place(): VcpuPlace {
    const { core } = this.thread;
    if (this.spinning) return 'spinning';
    if (this.thread.asleep) return 'blocked';
    if (core.current === this.thread) {
      if (core.meter.doing === 'wfi') return 'wfi';
      if (this.inGuest) return 'in guest';
      if (this.thread.top.op === 'poll') return 'polling';
    }
    return 'exited';
  }

  get hasPending(): boolean {
    return this.#pending.length > 0;
  }

  /** The guest is left; `resumes` must follow when the exit has been handled. */
  exitTo(weight: ExitWeight): void {
    this.inGuest = false;
    this.machine.observer?.handedOver({ what: 'guest left', ...this.machine.moment, vcpu: this, weight });
    this.loaded = weight !== 'user';
    this.#weight = weight;
  }

  /** The exit has been handled: the guest is entered before anything of it goes on. */
  resumes(): void {
    this.#entry = this.#weight;
  }

  /** What the core pays before the guest goes on; null while it is there, or while the host works for it. */
  entryPath(): Path | null {
    if (this.#entry === null) return null;
    const flushes = this.#pending.length > this.#visible;
    return this.machine.paths.enter[this.#entry][(flushes ? 1 : 0) + (this.#folds ? 2 : 0)];
  }

  /** Its guest is to be entered, or to take an interrupt, before anything of it goes on. */
  get isDiverted(): boolean {
    return this.#entry !== null || (this.#visible > 0 && !this.masked && this.inGuest);
  }

  entered(): void {
    this.#entry = null;
    this.inGuest = true;
    this.machine.observer?.handedOver({ what: 'guest entered', ...this.machine.moment, vcpu: this });
    this.loaded = true;
    this.#folds = this.#pending.length > this.#visible;
    this.#visible = this.#pending.length;
  }

  /** Lets the handler of a visible interrupt run on top of what the guest does. */
  takeInterrupt(): void {
    if (this.#visible === 0 || this.masked || !this.inGuest) return;
    const line = this.#pending.shift();
    if (line === undefined) return;
    this.#visible--;
    this.machine.observer?.handedOver({ what: 'virtual interrupt taken', ...this.machine.moment, vcpu: this, line });
    this.thread.push(this.#handle(line));
  }

  /** Makes an interrupt pending; false when it was already. */
  pend(line: VirtualInterrupt): boolean {
    const coalesced = this.#pending.includes(line);
    this.machine.observer?.handedOver({ what: 'virtual interrupt pending', ...this.machine.moment, vcpu: this, line, coalesced });
    if (coalesced) return false;
    this.#pending.push(line);
    return true;
  }

  /** Makes an interrupt pending in hardware, visible at once (GICv4, or a list register written by EL2 on this core). */
  pendVisible(line: VirtualInterrupt): void {
    if (!this.pend(line)) return;
    if (!this.inGuest) return;
    this.#visible = this.#pending.length;
    this.thread.core.endStretch(this.thread);
  }

  wake(task: GuestTask): boolean {
    if (task.ready) return false;
    task.ready = true;
    this.#tasks.push(task);
    this.idle?.noticed.notice();
    const { running } = this.machine;
    if (this.reschedule !== null && running !== null && running.current !== this.thread) this.reschedule.raise();
    return true;
  }

  get hasWork(): boolean {
    return this.#tasks.length > 0 || this.#visible > 0;
  }

  *#kernel(): Process {
    for (;;) {
      const task = this.#tasks.shift();
      if (task !== undefined) {
        task.ready = false;
        this.thread.call(task.process);
        yield;
      } else {
        this.thread.call(this.idle?.process() ?? this.machine.idle(this));
        yield;
      }
    }
  }

  *#handle(line: VirtualInterrupt): Process {
    this.masked = true;
    this.#maskedSincePs = this.machine.simulation.now;
    this.thread.call(line.handler(this));
    yield;
    this.unmask();
  }

  /** Its core spun at EL2 with interrupts masked; within a handler they were masked anyway. */
  couldNotTakeInterrupts(sincePs: number): void {
    if (!this.masked) this.maskedPs.push(this.machine.simulation.now - sincePs);
  }

  /** The guest takes interrupts again: at the end of a handler, or before its softirq. */
  unmask(): void {
    if (!this.masked) return;
    this.masked = false;
    this.maskedPs.push(this.machine.simulation.now - this.#maskedSincePs);
  }
}
