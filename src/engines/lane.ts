import type { FailureKind } from '../experiment/results.ts';
import type { Task } from './engine.ts';
import type { Outcome } from './outcome.ts';
import type { WorkerEvents, WorkerLink } from './worker-link.ts';

/** Who is told of what a lane does. */
export interface LaneListener {
  told(key: string, outcome: Outcome): void;
  /** The lane may have room for more. */
  free(lane: Lane): void;
  /** Tasks that were at hand behind one that took its worker with it. */
  back(unfinished: readonly Task[]): void;
}

/** One worker with the tasks that it has at hand, in their order; a worker that dies is replaced when there is work again. */
export class Lane {
  listener: LaneListener | null = null;
  readonly #start: (events: WorkerEvents) => WorkerLink;
  readonly #timeoutMs: number;
  #worker: WorkerLink | null = null;
  #tasks: Task[] = [];
  #sinceMs = 0;
  #clock: NodeJS.Timeout | undefined;

  constructor(start: (events: WorkerEvents) => WorkerLink, timeoutMs: number) {
    this.#start = start;
    this.#timeoutMs = timeoutMs;
  }

  get atHand(): number {
    return this.#tasks.length;
  }

  hand(tasks: readonly Task[]): void {
    this.#worker ??= this.#start({ told: (outcome) => this.#told(outcome), ended: (failed, says) => this.#lost(failed, says) });
    const idle = this.#tasks.length === 0;
    this.#tasks.push(...tasks);
    if (idle) this.restartClock();
    // One message: what the specifications share, their profile above all, is copied once.
    this.#worker.post(tasks.map(({ spec }) => spec));
  }

  async close(): Promise<void> {
    clearTimeout(this.#clock);
    const worker = this.#worker;
    this.#worker = null;
    await worker?.end();
  }

  #told(outcome: Outcome): void {
    const task = this.#tasks.shift();
    this.restartClock();
    if (task !== undefined) this.listener?.told(task.key, outcome);
    this.listener?.free(this);
  }

  /** The worker is gone, and with it the first task; the others are given back. */
  #lost(failed: FailureKind, says: string): void {
    void this.close();
    const [task, ...unfinished] = this.#tasks.splice(0);
    if (task !== undefined) this.listener?.told(task.key, { failed, says, elapsedMs: performance.now() - this.#sinceMs });
    this.listener?.back(unfinished);
  }

  /** The time of the task at the front begins anew. */
  restartClock(): void {
    this.#sinceMs = performance.now();
    clearTimeout(this.#clock);
    if (this.#tasks.length > 0) this.#arm(this.#timeoutMs);
  }

  #arm(ms: number): void {
    if (ms === Infinity) return;
    // An outcome may wait behind whatever kept this thread busy: it is heard before time is called.
    this.#clock = setTimeout(() => setImmediate(() => {
      const leftMs = this.#sinceMs + this.#timeoutMs - performance.now();
      if (this.#tasks.length === 0) return;
      if (leftMs > 0) this.#arm(leftMs);
      else this.#lost('timeout', `took longer than ${this.#timeoutMs / 1000} s (--trial-timeout)`);
    }), ms);
  }
}
