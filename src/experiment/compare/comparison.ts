import { exp, ln } from '../../sim/math.ts';
import type { Results } from '../results.ts';
import { interval95, mean } from '../statistics.ts';
import type { Metric } from '../tuning/metric.ts';
import { changeOf, type Change } from './change.ts';
import { matched, type Match, type Matched } from './match.ts';

/** Results with what they are called. */
export interface Side {
  readonly name: string;
  readonly results: Results;
}

/** What became of one number of one trial. */
export interface Changed {
  readonly match: Match;
  readonly change: Change;
}

/** The geometric mean of all ratios of a metric; what is or was zero has none and is left out. */
export interface GeometricMean {
  readonly trials: number;
  readonly ratio: number;
  /** 95 %, over replications of all trials together; null unless all trials were asked the same requests on both sides. */
  readonly interval: readonly [low: number, high: number] | null;
}

/** What became of one number of all trials, in the order of the base. */
export interface MetricChanges {
  readonly metric: Metric;
  readonly changes: readonly Changed[];
  readonly mean: GeometricMean | null;
}

/** Two sides compared trial by trial. */
export interface Compared extends Matched {
  readonly base: Side;
  readonly now: Side;
  readonly metrics: readonly MetricChanges[];
}

export function compared(base: Side, now: Side, metrics: readonly Metric[]): Compared {
  const all = matched(base.results, now.results);
  return {
    ...all, base, now,
    metrics: metrics.map((metric) => {
      const changes = all.matches.map((match): Changed => ({ match, change: changeOf(match, metric) }));
      return { metric, changes, mean: geometricMean(changes.map(({ change }) => change)) };
    }),
  };
}

function geometricMean(changes: readonly Change[]): GeometricMean | null {
  const finite = changes.filter(({ base, now }) => base > 0 && now > 0);
  if (finite.length === 0) return null;
  const logarithm = mean(finite.map(({ ratio }) => ln(ratio)));
  return { trials: finite.length, ratio: exp(logarithm), interval: together(finite, logarithm) };
}

/** Trials share their luck, as all are asked the same requests: so their mean is taken within each replication, and the interval over these. */
function together(changes: readonly Change[], logarithm: number): GeometricMean['interval'] {
  const [first] = changes;
  const replications = first.paired?.length ?? 0;
  const paired = changes.flatMap((change) => (change.paired?.length === replications ? [change.paired] : []));
  if (paired.length < changes.length) return null;
  const means = Array.from({ length: replications }, (_, i) => mean(paired.map((each) => each[i])));
  const interval = interval95(means);
  if (interval === null) return null;
  const half = (interval[1] - interval[0]) / 2;
  return [exp(logarithm - half), exp(logarithm + half)];
}
