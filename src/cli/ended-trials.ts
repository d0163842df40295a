import type { Outcome } from '../engines/outcome.ts';
import type { FailedTrial, TrialResult } from '../experiment/results.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import { resultOf } from '../formats/result-text.ts';

/** The results and the trials without one, in the order of the suite. Each text goes when it has been read: texts and results of a large suite are too much together. */
export function endedTrials(specs: readonly TrialSpec[], keys: readonly string[], outcomes: Map<string, Outcome>): { readonly measured: readonly TrialResult[]; readonly failures: readonly FailedTrial[] } {
  const last = new Map(keys.map((key, i) => [key, i]));
  const measured: TrialResult[] = [];
  const failures: FailedTrial[] = [];
  for (const [i, spec] of specs.entries()) {
    const outcome = outcomes.get(keys[i]);
    if (outcome === undefined) continue;
    if ('text' in outcome) measured.push(resultOf(outcome.text, spec));
    else failures.push({ failed: outcome.failed, says: outcome.says, spec });
    if (last.get(keys[i]) === i) outcomes.delete(keys[i]);
  }
  return { measured, failures };
}
