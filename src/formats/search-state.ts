import { z } from 'zod';
import type { Evaluation } from '../experiment/tuning/search.ts';
import { check, mapping } from './check.ts';
import { readJson } from './json.ts';
import { metrics } from './results-file.ts';
import { scalar } from './keyed-values.ts';

/** What a search has measured so far: begun again, it asks for the same points and need not measure these. */
export interface SearchState {
  readonly schema_version: 1;
  readonly model_version: string;
  /** SHA-256 of all that decides which points are asked for and what is measured there. */
  readonly question: string;
  readonly evaluations: readonly Evaluation[];
}

const schema = mapping({
  schema_version: z.literal(1),
  model_version: z.string(),
  question: z.string(),
  evaluations: z.array(mapping({ point: z.record(z.string(), scalar), metrics: metrics.nullable() })),
}) satisfies z.ZodType<SearchState>;

export const readSearchState = (text: string, file: string): SearchState => check(schema, readJson(text, file));
