import { exp, ln } from '../../sim/math.ts';
import type { Intervals, TrialResult } from '../results.ts';
import { mean, studentT975 } from '../statistics.ts';
import type { Metric } from '../tuning/metric.ts';
import type { Match } from './match.ts';

/** What became of one number of a trial. Changes are ratios, so that the change there and the change back multiply to 1. */
export interface Change {
  readonly base: number;
  readonly now: number;
  /** `now / base`: 1 where both are zero, infinite where only the base is. */
  readonly ratio: number;
  /** 95 % interval of the ratio; null with one replication, and where a replication has nothing to divide by. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Whether chance can be ruled out (95 %); null where nothing can be said: one replication. */
  readonly significant: boolean | null;
  /** Logarithms of the ratios, replication by replication, where both sides were asked the same requests. */
  readonly paired: readonly number[] | null;
}

/** The change of a number from the base to now. Same requests on both sides are compared replication by replication, others by Welch's interval. */
export function changeOf({ base, now }: Match, metric: Metric): Change {
  const [from, to] = [metric.of(base.metrics), metric.of(now.metrics)];
  const [before, after] = [base, now].map(({ replicates }) => replicates.map(metric.of));
  const inLogarithms = [from, to, ...before, ...after].every((value) => value > 0);
  const scale = inLogarithms ? ln : (value: number): number => value;
  const shifts = asksTheSame(base, now) ? before.map((value, i) => scale(after[i]) - scale(value)) : null;
  const half = shifts === null ? welch(sampleOf(base, metric, scale), sampleOf(now, metric, scale)) : halfOf(sample(shifts));
  const shift = scale(to) - scale(from);
  return {
    base: from, now: to,
    ratio: from === to ? 1 : to / from,
    interval: half !== null && inLogarithms ? [exp(shift - half), exp(shift + half)] : null,
    significant: half === null ? null : Math.abs(shift) > half,
    paired: inLogarithms ? shifts : null,
  };
}

/** Of equal seeds and sizes the requests are equal; that the hash says so too rules out other versions of a workload. */
const asksTheSame = (base: TrialResult, now: TrialResult): boolean =>
  base.seed === now.seed && base.requests_hash === now.requests_hash && base.replicates.length === now.replicates.length && base.replicates.length > 1;

/** A mean with the variance of it. */
interface Sample {
  readonly variance: number;
  readonly degrees: number;
}

function sample(values: readonly number[]): Sample {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
  return { variance: squares / (values.length - 1) / values.length, degrees: values.length - 1 };
}

/** From the replications, or where a file has none of them from the interval that it gives. */
function sampleOf({ replicates, ci95, spec }: TrialResult, metric: Metric, scale: (value: number) => number): Sample | null {
  if (replicates.length > 1) return sample(replicates.map((each) => scale(metric.of(each))));
  const interval = intervalIn(ci95, metric.name);
  if (interval === null || interval[0] <= 0 || spec.replications < 2) return null;
  const half = (scale(interval[1]) - scale(interval[0])) / 2 / studentT975(spec.replications - 1);
  return { variance: half * half, degrees: spec.replications - 1 };
}

function intervalIn({ throughput_per_s, ...groups }: Intervals, name: string): readonly [number, number] | null {
  if (name === 'throughput_per_s') return throughput_per_s;
  return Object.entries(groups).flatMap(([group, inner]) => Object.entries(inner).filter(([key]) => `${group}.${key}` === name)).map(([, interval]) => interval)[0] ?? null;
}

const halfOf = ({ variance, degrees }: Sample): number => studentT975(degrees) * Math.sqrt(variance);

/** Half the 95 % interval of a difference of independent means (Welch 1947), its degrees of freedom rounded down to be safe. */
function welch(one: Sample | null, other: Sample | null): number | null {
  if (one === null || other === null) return null;
  const variance = one.variance + other.variance;
  if (variance === 0) return 0;
  const degrees = (variance * variance) / ((one.variance * one.variance) / one.degrees + (other.variance * other.variance) / other.degrees);
  return halfOf({ variance, degrees: Math.floor(degrees + 1e-9) });
}
