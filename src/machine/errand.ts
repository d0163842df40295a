import type { Core } from './core.ts';
import type { Path } from './path.ts';

/**
 * Work that a core does between the steps of its thread: an interrupt taken, a wake-up owed. One class for all of
 * them, because cores meet them mixed: to look a method up by kind costs more than to call a function that is held.
 */
export class Errand {
  /** Its price, asked when the core gets to it. */
  readonly path: (core: Core) => Path;
  /** What follows when that has been paid. */
  readonly done: (core: Core) => void;
  /** What it is charged for where its path has a price by the byte. */
  readonly bytes: () => number;

  constructor(path: (core: Core) => Path, done: (core: Core) => void, bytes: () => number = () => 0) {
    this.path = path;
    this.done = done;
    this.bytes = bytes;
  }
}
