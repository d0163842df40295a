import { Worker } from 'node:worker_threads';
import type { Limits, Task } from './engine.ts';
import type { Outcome } from './outcome.ts';

/** Who is told of what a lane does. */
export interface LaneListener {
  told(key: string, outcome: Outcome): void;
  /** The lane may have room for more. */
  free(lane: Lane): void;
  /** Tasks that were at hand behind one that took its worker with it. */
  back(unfinished: readonly Task[]): void;
}

/** One worker thread with the tasks that it has at hand, in their order; a thread that dies is replaced when there is work again. */
export class Lane {
  listener: LaneListener | null = null;
  readonly #script: string;
  readonly #limits: Limits;
  #worker: Worker | null = null;
  #tasks: Task[] = [];
  #sinceMs = 0;
  #clock: NodeJS.Timeout | undefined;

  constructor(script: string, limits: Limits) {
    this.#script = script;
    this.#limits = limits;
  }

  get atHand(): number {
    return this.#tasks.length;
  }

  hand(tasks: readonly Task[]): void {
    const worker = (this.#worker ??= this.#started());
    const idle = this.#tasks.length === 0;
    this.#tasks.push(...tasks);
    if (idle) this.restartClock();
    // One message: what the specifications share, their profile above all, is copied once.
    worker.postMessage(tasks.map(({ spec }) => spec));
  }

  async close(): Promise<void> {
    clearTimeout(this.#clock);
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #started(): Worker {
    const { memoryMiB } = this.#limits;
    const worker = new Worker(this.#script, memoryMiB === Infinity ? {} : { resourceLimits: { maxOldGenerationSizeMb: memoryMiB } });
    worker.on('message', (outcome: Outcome) => {
      if (worker === this.#worker) this.#told(outcome);
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      if (worker === this.#worker) this.#lost(memory ? 'memory' : 'lost', memory && memoryMiB < Infinity ? `took more than ${memoryMiB} MiB of memory (--trial-memory)` : error.message);
    });
    worker.on('exit', (code) => {
      if (worker === this.#worker) this.#lost('lost', `its worker thread ended (${code})`);
    });
    return worker;
  }

  #told(outcome: Outcome): void {
    const [task] = this.#tasks.splice(0, 1);
    this.restartClock();
    if (task !== undefined) this.listener?.told(task.key, outcome);
    this.listener?.free(this);
  }

  /** The thread is gone, and with it the first task; the others are given back. */
  #lost(failed: 'timeout' | 'memory' | 'lost', says: string): void {
    const worker = this.#worker;
    this.#worker = null;
    void worker?.terminate();
    clearTimeout(this.#clock);
    const [task, ...unfinished] = this.#tasks.splice(0);
    if (task !== undefined) this.listener?.told(task.key, { failed, says, elapsedMs: performance.now() - this.#sinceMs });
    this.listener?.back(unfinished);
  }

  /** The time of the task at the front begins anew. */
  restartClock(): void {
    this.#sinceMs = performance.now();
    clearTimeout(this.#clock);
    if (this.#tasks.length > 0) this.#arm(this.#limits.timeoutMs);
  }

  #arm(ms: number): void {
    if (ms === Infinity) return;
    // An outcome may wait behind whatever kept this thread busy: it is heard before time is called.
    this.#clock = setTimeout(() => setImmediate(() => {
      const leftMs = this.#sinceMs + this.#limits.timeoutMs - performance.now();
      if (this.#tasks.length === 0) return;
      if (leftMs > 0) this.#arm(leftMs);
      else this.#lost('timeout', `took longer than ${this.#limits.timeoutMs / 1000} s (--trial-timeout)`);
    }), ms);
  }
}
