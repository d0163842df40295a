import type { TrialResult } from '../results.ts';
import type { TrialSpec } from '../spec.ts';

/** What is needed of a trial; of thousands nobody keeps the rest. */
export type Numbers = Pick<TrialResult, 'metrics' | 'replicates' | 'ledger'>;

/** Asks for trials, all that do not wait for each other at once, and ends with an answer: who runs them, and where, is somebody else's. */
export type AskingTrials<Answer> = Generator<readonly TrialSpec[], Answer, readonly Numbers[]>;
