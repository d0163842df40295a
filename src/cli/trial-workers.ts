import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { TrialResult } from '../experiment/results.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import { packageFile } from './package-files.ts';

/** What a worker thread answers to a specification. */
export type Outcome = { readonly result: TrialResult } | { readonly error: unknown };

/** Runs trials; results come in the order of the specifications, and the first failure ends all. `done` is told how many are finished. */
export type RunTrials = (specs: readonly TrialSpec[], done?: (count: number) => void) => Promise<readonly TrialResult[]>;

/** Runs trials on worker threads that live for this one call. */
export const runTrials = (specs: readonly TrialSpec[], done: (count: number) => void): Promise<readonly TrialResult[]> => withTrialWorkers((run) => run(specs, done));

/**
 * Runs trials on worker threads, at most one for each core, so that the main thread keeps the bar moving and hears Ctrl-C at once.
 * They live as long as whoever uses them, who may ask for more trials when the first are done.
 */
export async function withTrialWorkers<T>(use: (run: RunTrials) => Promise<T>): Promise<T> {
  const workers: Worker[] = [];
  try {
    return await use(async (specs, done = () => {}) => {
      while (workers.length < Math.min(availableParallelism(), specs.length)) workers.push(new Worker(packageFile('dist/trial-worker.js')));
      const waiting = specs.entries();
      const results: TrialResult[] = [];
      let finished = 0;
      await Promise.all(workers.map(async (worker) => {
        for (const [index, spec] of waiting) {
          results[index] = await ask(worker, spec);
          done(++finished);
        }
      }));
      return results;
    });
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function ask(worker: Worker, spec: TrialSpec): Promise<TrialResult> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (outcome: Outcome) => {
      worker.off('error', reject);
      if ('result' in outcome) resolve(outcome.result);
      else reject(outcome.error);
    });
    worker.postMessage(spec);
  });
}
