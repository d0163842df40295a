import type { Machine } from './machine.ts';
import type { Path } from './path.ts';
import { Signal } from './signal.ts';
import type { Process, Thread } from './thread.ts';

/** A mutex of user space: free it costs little; waiters sleep in line, and the owner wakes the first. */
export class Lock {
  readonly #machine: Machine;
  readonly #take: Path;
  readonly #wait: Path;
  readonly #wake: Path;
  /** Who sleeps, in the order of coming; each on a signal of its own, so that one wake-up reaches one of them. */
  readonly #sleepers: Signal[] = [];
  #owned = false;
  /** Sleepers, and those on their way there: the owner sees a contended word and makes the system call for both. */
  #waiters = 0;

  constructor(machine: Machine, take: Path, wait: Path, wake: Path) {
    this.#machine = machine;
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
        const freed = new Signal(this.#machine);
        this.#sleepers.push(freed);
        thread.wait(freed);
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
    this.#sleepers.shift()?.raise();
  }
}
