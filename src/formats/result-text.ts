import type { TrialResult } from '../experiment/results.ts';
import type { TrialSpec } from '../experiment/spec.ts';

/** A result as JSON without its specification, which is most of it, and which whoever asked has. */
export function textOf({ spec: _, ...result }: TrialResult): string {
  return JSON.stringify(result);
}

/** The result that a text stands for; its specification is complete, as `trial` leaves it. */
export function resultOf(text: string, spec: TrialSpec): TrialResult {
  const result = JSON.parse(text) as Omit<TrialResult, 'spec'>;
  return { ...result, spec: { ...spec, params: result.params } };
}
