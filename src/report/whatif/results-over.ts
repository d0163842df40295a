import type { Results, SuiteSummary, TrialResult } from '../../experiment/results.ts';

/** Some trials as if they were all of a results file, for what the report makes of one. */
export function resultsOver(trials: readonly TrialResult[], suite: SuiteSummary): Results {
  return { schema_version: 2, model_version: '', suite, trials };
}
