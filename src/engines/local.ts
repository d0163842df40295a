import { availableParallelism } from 'node:os';
import type { Engine, Limits, Task } from './engine.ts';
import { Lane, type LaneListener } from './lane.ts';
import { workersOf } from './start-worker.ts';

export interface LocalOptions extends Partial<Limits> {
  /** The built script of a worker. */
  readonly script: string;
  /** Worker threads; one for each core where it is left out. */
  readonly jobs?: number;
}

/** Work that a worker has at hand, in ms: enough that it never waits for the main thread, little enough that all end together. */
const AT_HAND_MS = 50;
const MOST_AT_HAND = 64;

/**
 * Trials on long-lived worker threads of this process. A worker is handed a batch of small trials, tells each as it ends and
 * is handed more before it runs dry; one that dies or overruns takes only the trial that it was at with it. With a limit of memory they are processes.
 */
export function localEngine({ script, jobs = availableParallelism(), timeoutMs = Infinity, memoryMiB = Infinity }: LocalOptions): Engine {
  const start = workersOf(script, memoryMiB);
  const lanes: Lane[] = [];
  let paused = false;
  let handOut = (): void => {};
  return {
    width: jobs,
    here: true,
    async run(tasks, tell, signal) {
      if (tasks.length === 0 || signal?.aborted === true) return;
      let next = 0;
      let told = 0;
      let meanMs = Infinity;
      const again: Task[] = [];
      const waiting = (): number => again.length + tasks.length - next;
      const feed = (lane: Lane): void => {
        if (paused || signal?.aborted === true || waiting() === 0) return;
        const fair = Math.ceil(waiting() / (2 * jobs));
        const most = Math.max(1, Math.min(MOST_AT_HAND, fair, Math.floor(AT_HAND_MS / meanMs)));
        if (lane.atHand > most / 2) return;
        const count = Math.min(most - lane.atHand, waiting());
        lane.hand(Array.from({ length: count }, () => again.shift() ?? tasks[next++]));
      };
      const continued = (): void => lanes.forEach((lane) => lane.restartClock());
      handOut = () => lanes.forEach(feed);
      // What was stopped as a whole (Ctrl-Z) has not used its time.
      process.on('SIGCONT', continued);
      try {
        await new Promise<void>((resolve, reject) => {
          const listener: LaneListener = {
            told(key, outcome) {
              meanMs = meanMs === Infinity ? outcome.elapsedMs : meanMs + (outcome.elapsedMs - meanMs) / 16;
              try {
                tell(key, outcome);
              } catch (error) {
                reject(error);
              }
              if (++told === tasks.length) resolve();
            },
            free: feed,
            back(unfinished) {
              again.push(...unfinished);
              handOut();
            },
          };
          signal?.addEventListener('abort', () => resolve(), { once: true });
          while (lanes.length < Math.min(jobs, tasks.length)) lanes.push(new Lane(start, timeoutMs));
          for (const lane of lanes) lane.listener = listener;
          handOut();
        });
      } finally {
        process.off('SIGCONT', continued);
        handOut = () => {};
        // A run that was cut short leaves threads in the middle of a trial.
        if (told < tasks.length) await Promise.all(lanes.splice(0).map((lane) => lane.close()));
      }
    },
    kept() {},
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      handOut();
    },
    async close() {
      await Promise.all(lanes.splice(0).map((lane) => lane.close()));
    },
  };
}
