import type { Random } from '../../sim/random.ts';
import { quantile } from '../statistics.ts';

/** Samples drawn anew from a sample: enough for the ends of a 95 % interval. */
const RESAMPLES = 400;

/** 95 % intervals of some statistics by the percentile bootstrap (Efron 1979): each is computed anew from as many rows, drawn with replacement. */
export function bootstrap95(rows: number, statistics: (drawn: readonly number[]) => readonly number[], random: Random): readonly (readonly [low: number, high: number])[] {
  const found = Array.from({ length: RESAMPLES }, () => statistics(Array.from({ length: rows }, () => random.below(rows))));
  return found[0].map((_, k) => {
    const sorted = Float64Array.from(found, (one) => one[k]).sort();
    return [quantile(sorted, 0.025), quantile(sorted, 0.975)];
  });
}
