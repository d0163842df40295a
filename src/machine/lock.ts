import type { Machine } from './machine.ts';
import type { Path } from './path.ts';
import { Signal } from './signal.ts';
import type { Process, Thread } from './thread.ts';

/** A mutex of user space: waiters sleep in line, and the owner wakes the first. What a free one costs stands in the paths of those who take it. */
export class Lock {
  readonly #machine: Machine;
  readonly #wait: Path;
  readonly #wake: Path;
  /** Who sleeps, in the order of coming; each on a signal of its own, so that one wake-up reaches one of them. */
  readonly #sleepers: Signal[] = [];
  #owned = false;
  /** Sleepers, and those on their way there: the owner sees a contended word and makes the system call for both. */
  #waiters = 0;

  constructor(machine: Machine, wait: Path, wake: Path) {
    this.#machine = machine;
    this.#wait = wait;
    this.#wake = wake;
  }

  /** What a thread has to do before it owns the lock; null where it does already. */
  acquire(thread: Thread): Process | null {
    if (this.#owned) return this.#queueUp(thread);
    this.#owned = true;
    return null;
  }

  /** What the owner has to do once it does not own it any more; null where nobody waits. */
  release(thread: Thread): Process | null {
    this.#owned = false;
    return this.#waiters === 0 ? null : this.#wakeFirst(thread);
  }

  *#queueUp(thread: Thread): Process {
    while (this.#owned) {
      this.#waiters++;
      thread.run(this.#wait);
      yield;
      if (this.#owned) {
        const freed = new Signal(this.#machine);
        this.#sleepers.push(freed);
        thread.wait(freed);
        yield;
      }
      this.#waiters--;
    }
    this.#owned = true;
  }

  *#wakeFirst(thread: Thread): Process {
    thread.run(this.#wake);
    yield;
    this.#sleepers.shift()?.raise();
  }
}
