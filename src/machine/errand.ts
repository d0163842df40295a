import type { Core } from './core.ts';
import type { Path } from './path.ts';

/** Work that a core does between the steps of its thread: an interrupt taken, a wake-up owed. */
export interface Errand {
  errandPath(core: Core): Path;
  /** What the path is charged for by the byte; absent where nothing is. */
  readonly errandBytes?: number;
  errandDone(core: Core): void;
}
