import type { Thread } from './thread.ts';

/**
 * The threads that could run on a core but do not.
 *
 * Whoever was woken comes first and preempts; whoever was preempted goes on before the others; at the end of a
 * slice the turn passes on. Background threads wait for everybody.
 */
export class RunQueue {
  readonly #threads: Thread[] = [];
  #woken: Thread | null = null;

  get empty(): boolean {
    return this.#threads.length === 0;
  }

  /** Somebody was woken who wants the core now. */
  get preempts(): boolean {
    return this.#woken !== null;
  }

  wake(thread: Thread): void {
    this.#threads.push(thread);
    if (!thread.background) this.#woken = thread;
  }

  /** Takes the one to run next, or null. */
  take(): Thread | null {
    const woken = this.#woken;
    this.#woken = null;
    if (woken === null) return this.#threads.shift() ?? null;
    this.#threads.splice(this.#threads.indexOf(woken), 1);
    return woken;
  }

  /** Puts back who had the core: first in line, or last when its turn is over. */
  putBack(thread: Thread, turnIsOver: boolean): void {
    if (turnIsOver) this.#threads.push(thread);
    else this.#threads.unshift(thread);
  }
}
