import { parentPort } from 'node:worker_threads';
import type { TrialSpec } from '../experiment/spec.ts';
import { inlineMore } from './inlining.ts';
import { outcomeOf, type Outcome } from './outcome.ts';

inlineMore();

/** What a worker thread or a worker process does: the trials of a batch one after the other, each told as soon as it has ended. */
const [port, tell] = parentPort === null ? [process, (outcome: Outcome): void => void process.send?.(outcome)] : [parentPort, (outcome: Outcome): void => parentPort?.postMessage(outcome)];

port.on('message', (batch: readonly TrialSpec[]) => {
  for (const spec of batch) tell(outcomeOf(spec));
});

// Ctrl-C is for the process that hands out trials; when it is gone there is nothing left to do.
if (parentPort === null) process.on('SIGINT', () => {}).on('disconnect', () => process.exit());
