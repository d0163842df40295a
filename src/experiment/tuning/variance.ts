import { Random } from '../../sim/random.ts';
import type { TrialSpec } from '../spec.ts';
import type { AskingTrials } from './asking-trials.ts';
import { metricNamed } from './metric.ts';
import { sobolDesign, sobolIndices } from './sobol.ts';
import type { SobolIndex } from './sobol.ts';
import { drawnAt, movedBy, spreadsOf } from './spreads.ts';

/** Which prices' spreads the variance of a metric comes from. */
export interface Variance {
  readonly base: number;
  readonly mean: number;
  readonly sd: number;
  readonly samples: number;
  readonly runs: number;
  /** The largest total index first; `costs` has one id, or all that do not stand alone. Null where the metric does not vary. */
  readonly indices: readonly (SobolIndex & { readonly costs: readonly string[] })[] | null;
}

/** Prices that stand alone; the others are one group, so that nothing is left out and nothing costs more runs than it is worth. */
const ALONE = 12;

/** Sobol' indices of a trial's prices within their spreads; the same requests everywhere. */
export function* variance(asked: TrialSpec, metric: string, samples: number): AskingTrials<Variance> {
  const spec: TrialSpec = { ...asked, replications: 1 };
  const { of } = metricNamed(metric);
  const [base] = yield [spec];
  const spreads = spreadsOf(spec, base);
  const value = of(base.metrics);
  if (spreads.length === 0) return { base: value, mean: value, sd: 0, samples, runs: 1, indices: null };
  // One standard deviation of each by itself says which stand alone.
  const alone = yield spreads.map((spread) => movedBy(spec, [spread], [1]));
  const order = alone.map(({ metrics }, i) => ({ i, size: Math.abs(of(metrics) - value) })).sort((a, b) => b.size - a.size).map(({ i }) => i);
  const groups = [...order.slice(0, ALONE).map((i) => [i]), ...(order.length > ALONE ? [order.slice(ALONE)] : [])];
  const design = sobolDesign(groups, samples, new Random(spec.seed, 'Sobol design'));
  const results = yield design.points.map((point) => drawnAt(spec, spreads, point));
  const found = sobolIndices(design, results.map(({ metrics }) => of(metrics)), new Random(spec.seed, 'Sobol bootstrap'));
  return {
    base: value, mean: found.mean, sd: Math.sqrt(found.variance), samples, runs: 1 + spreads.length + results.length,
    indices: found.indices?.map((index, g) => ({ ...index, costs: groups[g].map((i) => spreads[i].cost) })).sort((a, b) => b.total - a.total) ?? null,
  };
}
