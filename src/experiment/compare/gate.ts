import type { Metric } from '../tuning/metric.ts';
import type { Change } from './change.ts';
import type { Changed, Compared } from './comparison.ts';

export type Verdict = 'same' | 'better' | 'worse' | 'not significant' | 'one replication';

/** Which way a number went, as far as chance can be ruled out. */
export function verdictOf({ base, now, significant, ratio }: Change, { better }: Metric): Verdict {
  if (base === now) return 'same';
  if (significant === null) return 'one replication';
  if (!significant) return 'not significant';
  return ratio > 1 === (better === 'more') ? 'better' : 'worse';
}

/** By how much of the base a number is worse; below zero where it is better. */
export const worseBy = ({ ratio }: Change, { better }: Metric): number => (better === 'less' ? ratio - 1 : 1 - ratio);

/** Worse by more than a share of the base (0.05 is 5 %), and surely so. */
export const isOver = (change: Change, metric: Metric, limit: number): boolean => verdictOf(change, metric) === 'worse' && worseBy(change, metric) > limit;

/** What a gate refuses: numbers beyond the limit, and trials that had a result and now fail. */
export interface Gate {
  /** Share of the base, 0.05 is 5 %. */
  readonly limit: number;
  readonly over: readonly (Changed & { readonly metric: Metric })[];
  readonly passes: boolean;
}

export function gateOf({ metrics, broken }: Compared, limit: number): Gate {
  const over = metrics.flatMap(({ metric, changes }) => changes.filter(({ change }) => isOver(change, metric, limit)).map((changed) => ({ ...changed, metric })));
  return { limit, over, passes: over.length === 0 && broken.length === 0 };
}
