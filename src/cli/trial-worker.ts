import { parentPort } from 'node:worker_threads';
import type { TrialSpec } from '../experiment/spec.ts';
import { trial } from '../experiment/trial.ts';
import type { Outcome } from './trial-workers.ts';

/** What a worker thread does: one trial after the other, as they come. */
parentPort?.on('message', (spec: TrialSpec) => parentPort?.postMessage(outcomeOf(spec)));

function outcomeOf(spec: TrialSpec): Outcome {
  try {
    return { result: trial(spec) };
  } catch (error) {
    return { error };
  }
}
