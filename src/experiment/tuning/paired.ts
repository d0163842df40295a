import type { TrialResult } from '../results.ts';
import type { TrialSpec } from '../spec.ts';
import { pairedDifference } from '../statistics.ts';
import type { Metric } from './metric.ts';

/** Two systems under the same settings and the same requests. */
export interface Duel {
  readonly a: TrialSpec;
  readonly b: TrialSpec;
  readonly metric: Metric;
}

/** What a duel gave: both numbers, and their difference replication by replication, which common random numbers make small in variance. */
export interface Outcome {
  readonly a: number;
  readonly b: number;
  /** a - b, with its 95 % interval; unbounded with one replication. */
  readonly difference: ReturnType<typeof pairedDifference>;
}

/** The two trials of a duel with some settings changed. */
export function trialsOf({ a, b }: Duel, set: Readonly<Record<string, number>>): readonly [TrialSpec, TrialSpec] {
  return [{ ...a, params: { ...a.params, ...set } }, { ...b, params: { ...b.params, ...set } }];
}

export function outcomeOf({ of }: Metric, a: TrialResult, b: TrialResult): Outcome {
  return { a: of(a.metrics), b: of(b.metrics), difference: pairedDifference(a.replicates.map(of), b.replicates.map(of)) };
}

export type Winner = 'a' | 'b' | 'tie';

/** Who is better on average. */
export function aheadOf({ better }: Metric, { mean }: Outcome['difference']): Winner {
  if (mean === 0) return 'tie';
  return mean < 0 === (better === 'less') ? 'a' : 'b';
}

/** By how much of the larger number the two differ, 0 to 1. */
export const leadOf = ({ a, b }: Outcome): number => (a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b)));
