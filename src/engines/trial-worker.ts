import { parentPort } from 'node:worker_threads';
import type { TrialSpec } from '../experiment/spec.ts';
import { outcomeOf } from './outcome.ts';

/** What a worker thread does: the trials of a batch one after the other, each told as soon as it has ended. */
parentPort?.on('message', (batch: readonly TrialSpec[]) => {
  for (const spec of batch) parentPort?.postMessage(outcomeOf(spec));
});
