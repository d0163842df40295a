import type { Machine } from './machine.ts';
import type { Path } from './path.ts';
import { Signal } from './signal.ts';
import type { Process, Thread } from './thread.ts';

/** A mutex of user space: free it costs little; a waiter sleeps, and the owner wakes it. */
export class Lock {
  readonly #freed: Signal;
  readonly #take: Path;
  readonly #wait: Path;
  readonly #wake: Path;
  #owned = false;
  #waiters = 0;

  constructor(machine: Machine, take: Path, wait: Path, wake: Path) {
    this.#freed = new Signal(machine);
    this.#take = take;
    this.#wait = wait;
    this.#wake = wake;
  }

  *acquire(thread: Thread): Process {
    while (this.#owned) {
      this.#waiters++;
      thread.run(this.#wait);
      yield;
      if (this.#owned) {
        thread.wait(this.#freed);
        yield;
      }
      this.#waiters--;
    }
    this.#owned = true;
    thread.run(this.#take);
    yield;
  }

  *release(thread: Thread): Process {
    this.#owned = false;
    if (this.#waiters === 0) return;
    thread.run(this.#wake);
    yield;
    this.#freed.raise();
  }
}
