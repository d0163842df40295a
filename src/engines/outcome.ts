import { textOf } from '../formats/result-text.ts';
import type { FailureKind } from '../experiment/results.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import { trial } from '../experiment/trial.ts';

/** What became of a trial: its result as JSON without the specification, which whoever asked has; or why there is none. */
export type Outcome = { readonly text: string; readonly elapsedMs: number } | { readonly failed: FailureKind; readonly says: string; readonly elapsedMs: number };

/** Runs a trial; everything that it throws is an outcome too. */
export function outcomeOf(spec: TrialSpec): Outcome {
  const from = performance.now();
  try {
    const text = textOf(trial(spec));
    return { text, elapsedMs: performance.now() - from };
  } catch (error) {
    const refused = error instanceof Error && error.constructor === Error;
    return { failed: refused ? 'refused' : 'fault', says: error instanceof Error ? error.message : String(error), elapsedMs: performance.now() - from };
  }
}
