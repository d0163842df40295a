import type { TrialResult } from '../experiment/results.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import { localEngine } from '../engines/local.ts';
import { resultOf } from '../formats/result-text.ts';
import { packageFile } from './package-files.ts';

/** Runs trials; results come in the order of the specifications, and the first failure ends all. `done` is told how many are finished. */
export type RunTrials = (specs: readonly TrialSpec[], done?: (count: number) => void) => Promise<readonly TrialResult[]>;

/** The script of a worker thread. */
export const workerScript = (): string => packageFile('dist/trial-worker.js');

/** Runs trials on worker threads that live for this one call. */
export const runTrials = (specs: readonly TrialSpec[], done: (count: number) => void): Promise<readonly TrialResult[]> => withTrialWorkers((run) => run(specs, done));

/**
 * Runs trials on worker threads, at most one for each core, so that the main thread keeps the bar moving and hears Ctrl-C at once.
 * They live as long as whoever uses them, who may ask for more trials when the first are done.
 */
export async function withTrialWorkers<T>(use: (run: RunTrials) => Promise<T>): Promise<T> {
  const engine = localEngine({ script: workerScript() });
  try {
    return await use(async (specs, done = () => {}) => {
      const results: TrialResult[] = [];
      let finished = 0;
      await engine.run(specs.map((spec, i) => ({ key: String(i), spec })), (key, outcome) => {
        if ('failed' in outcome) throw outcome.failed === 'refused' ? new Error(outcome.says) : new TypeError(outcome.says);
        results[Number(key)] = resultOf(outcome.text, specs[Number(key)]);
        done(++finished);
      });
      return results;
    });
  } finally {
    await engine.close();
  }
}
