import type { Thread } from './thread.ts';

/**
 * The threads that could run on a core but do not.
 *
 * Whoever was woken comes first and preempts, several in the order of their wake-ups; whoever was preempted goes on
 * before the others; at the end of a slice the turn passes on. Background threads wait for everybody.
 */
export class RunQueue {
  readonly #threads: Thread[] = [];
  /** How many at the front were woken and have not run since. */
  #woken = 0;
  /** Somebody was woken since the core was last given away. */
  preempts = false;

  get empty(): boolean {
    return this.#threads.length === 0;
  }

  wake(thread: Thread): void {
    if (thread.background) {
      this.#threads.push(thread);
      return;
    }
    this.#threads.splice(this.#woken++, 0, thread);
    this.preempts = true;
  }

  /** Takes the one to run next, or null. */
  take(): Thread | null {
    this.preempts = false;
    if (this.#woken > 0) this.#woken--;
    return this.#threads.shift() ?? null;
  }

  /** Puts back who had the core: first in line after those who were woken, or last when its turn is over. */
  putBack(thread: Thread, turnIsOver: boolean): void {
    if (turnIsOver) this.#threads.push(thread);
    else this.#threads.splice(this.#woken, 0, thread);
  }
}
