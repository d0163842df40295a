import type { TrialSpec } from '../experiment/spec.ts';
import type { Limits, Task } from './engine.ts';
import { Lane, type LaneListener } from './lane.ts';
import type { Outcome } from './outcome.ts';
import { workersOf } from './start-worker.ts';

export interface LanePoolOptions extends Limits {
  /** The built script of a worker. */
  readonly script: string;
  readonly lanes: number;
}

/** Lanes for tasks that come one by one, each to the lane with the fewest at hand. */
export class LanePool {
  readonly #lanes: readonly Lane[];
  #count = 0;
  readonly #waiting = new Map<string, (outcome: Outcome) => void>();

  constructor({ script, lanes, timeoutMs, memoryMiB }: LanePoolOptions) {
    const listener: LaneListener = {
      told: (key, outcome) => {
        const tell = this.#waiting.get(key);
        this.#waiting.delete(key);
        tell?.(outcome);
      },
      free() {},
      back: (unfinished) => unfinished.forEach((task) => this.#hand(task)),
    };
    this.#lanes = Array.from({ length: lanes }, () => {
      const lane = new Lane(workersOf(script, memoryMiB), timeoutMs);
      lane.listener = listener;
      return lane;
    });
  }

  async run(spec: TrialSpec): Promise<Outcome> {
    return new Promise((resolve) => {
      // One that was thought lost may come again while it still runs here.
      const key = String(this.#count++);
      this.#waiting.set(key, resolve);
      this.#hand({ key, spec });
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  #hand(task: Task): void {
    this.#lanes.reduce((least, lane) => (lane.atHand < least.atHand ? lane : least)).hand([task]);
  }
}
