import type { Random } from '../../sim/random.ts';
import { mean } from '../statistics.ts';
import { bootstrap95 } from './bootstrap.ts';
import { latinHypercube } from './latin-hypercube.ts';

/** Points of the unit cube from which the variance of a function can be put down to groups of its factors (Saltelli et al. 2010). */
export interface SobolDesign {
  readonly samples: number;
  readonly groups: number;
  /** All of A, all of B, then for each group all of A with that group's factors taken from B. */
  readonly points: readonly (readonly number[])[];
}

/** What share of the variance one group brings about. */
export interface SobolIndex {
  /** By itself. */
  readonly first: number;
  readonly firstInterval: readonly [low: number, high: number];
  /** With all that it does together with others. */
  readonly total: number;
  readonly totalInterval: readonly [low: number, high: number];
}

export interface SobolIndices {
  readonly mean: number;
  readonly variance: number;
  /** By group; null where the function does not vary. */
  readonly indices: readonly SobolIndex[] | null;
}

/** A design for groups of factors, which together hold every factor once. */
export function sobolDesign(groups: readonly (readonly number[])[], samples: number, random: Random): SobolDesign {
  const factors = groups.reduce((sum, group) => sum + group.length, 0);
  const both = latinHypercube(samples, 2 * factors, random);
  const [a, b] = [both.map((row) => row.slice(0, factors)), both.map((row) => row.slice(factors))];
  const mixed = groups.flatMap((group) => a.map((row, i) => row.map((value, factor) => (group.includes(factor) ? b[i][factor] : value))));
  return { samples, groups: groups.length, points: [...a, ...b, ...mixed] };
}

/** First-order indices by the estimator of Saltelli et al. (2010), total ones by Jansen's (1999), with 95 % intervals by bootstrap over the samples. */
export function sobolIndices({ samples, groups }: SobolDesign, values: readonly number[], random: Random): SobolIndices {
  const rows = Array.from({ length: samples }, (_, i) => i);
  const estimates = (drawn: readonly number[]): readonly number[] => {
    const all = drawn.flatMap((i) => [values[i], values[samples + i]]);
    const [centre, variance] = [mean(all), varianceOf(all)];
    return Array.from({ length: groups }, (_, g) => {
      const mixed = (2 + g) * samples;
      const first = drawn.reduce((sum, i) => sum + (values[samples + i] - centre) * (values[mixed + i] - values[i]), 0) / drawn.length;
      const total = drawn.reduce((sum, i) => sum + (values[i] - values[mixed + i]) * (values[i] - values[mixed + i]), 0) / (2 * drawn.length);
      return variance === 0 ? [0, 0] : [first / variance, total / variance];
    }).flat();
  };
  const both = values.slice(0, 2 * samples);
  const variance = varianceOf(both);
  if (variance === 0) return { mean: mean(both), variance, indices: null };
  const found = estimates(rows);
  const intervals = bootstrap95(samples, estimates, random);
  return {
    mean: mean(both), variance,
    indices: Array.from({ length: groups }, (_, g) => ({ first: found[2 * g], firstInterval: intervals[2 * g], total: found[2 * g + 1], totalInterval: intervals[2 * g + 1] })),
  };
}

/** Of some values around their mean; exactly 0 where all are equal. */
function varianceOf(values: readonly number[]): number {
  if (values.every((value) => value === values[0])) return 0;
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) * (value - centre), 0) / (values.length - 1);
}
