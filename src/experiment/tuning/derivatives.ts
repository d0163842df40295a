import type { CostId } from '../../machine/costs.ts';
import type { TrialSpec } from '../spec.ts';
import { pairedDifference } from '../statistics.ts';
import type { AskingTrials, Numbers } from './asking-trials.ts';
import { ledgerSlopes } from './ledger-slopes.ts';
import { sdIn } from './spreads.ts';
import { metricNamed } from './metric.ts';
import { nudges, pricedAt } from './nudge.ts';
import type { Nudge } from './nudge.ts';
import { pathVisits } from './path-visits.ts';

/** How a number answers to a price, by two simulations with the price a little lower and a little higher and the same requests. */
export interface Slope {
  /** Change for one unit more of the price; of a time as time per time, so that it is comparable with visits. */
  readonly derivative: number;
  /** Its 95 % interval over replications; null with one. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Per cent for one per cent; null where the number itself is nothing. */
  readonly elasticity: number | null;
}

/** All that is known of one price at one grid point. */
export interface CostSlopes {
  readonly cost: CostId;
  /** In ns, or in the profile's instructions. */
  readonly price: number;
  /** Standard deviation of its logarithm; 0 where it is exactly known. */
  readonly sd: number;
  /** CPU time of a request at fixed visit counts, exact. */
  readonly ledger: { readonly visits: number; readonly elasticity: number };
  /** By metric, re-simulated: visit counts follow the price. */
  readonly simulated: Readonly<Record<string, Slope>>;
  /** The re-simulated CPU time falls where the price rises: by more than chance, or perhaps by chance; null where it does not. */
  readonly disagrees: 'surely' | 'perhaps' | null;
  /** Visits on a request's path, and the derivative of the mean latency that should be the same; null where the analysis does not hold. */
  readonly path: { readonly visits: number; readonly derivative: number } | null;
}

/** Derivatives of one trial by every price on which it can depend: the one that moves the metric most first, those that may do so by chance alone last. */
export interface Derivatives {
  readonly base: Readonly<Record<string, number>>;
  readonly slopes: readonly CostSlopes[];
}

const CPU = 'cpu_us_per_request.total';
/** What is always looked at. */
export const slopeMetrics = [CPU, 'latency_us.mean', 'throughput_per_s'] as const;
/** Requests of the runs that are compared with the paths: every request is followed. */
const FOLLOWED = 500;

/** Differentiates a trial; `metric` decides the order. */
export function* derivatives(spec: TrialSpec, metric: string): AskingTrials<Derivatives> {
  const [base] = yield [spec];
  const around = nudges(spec, base);
  const names = [...new Set([...slopeMetrics, metric])];
  const results = yield pairsOf(spec, around);
  const paths = yield* pathsOf(spec, around);
  const fixed = new Map(ledgerSlopes(base).map((slope) => [slope.cost, slope]));
  const slopes = around.map((nudge, i): CostSlopes => {
    const simulated = Object.fromEntries(names.map((name) => [name, slope(name, nudge, base, results[2 * i], results[2 * i + 1])]));
    const { visits = 0, elasticity = 0 } = fixed.get(nudge.cost) ?? {};
    return { cost: nudge.cost, price: nudge.price, sd: sdIn(spec, nudge.cost), ledger: { visits, elasticity }, simulated, disagrees: visits > 0 ? falls(simulated[CPU]) : null, path: paths?.[i] ?? null };
  });
  const rank = ({ simulated, ledger }: CostSlopes): number => (isSure(simulated[metric]) ? 1 + Math.abs(simulated[metric].elasticity ?? 0) : ledger.elasticity);
  return { base: Object.fromEntries(names.map((name) => [name, metricNamed(name).of(base.metrics)])), slopes: slopes.sort((a, b) => rank(b) - rank(a)) };
}

const pairsOf = (spec: TrialSpec, around: readonly Nudge[]): readonly TrialSpec[] =>
  around.flatMap(({ cost, low, high }) => [low, high].map((price) => pricedAt(spec, { [cost]: price })));

/** What makes a metric of a time one per time: it is in us, and prices in ns. */
export const scaleOf = (metric: string): number => (metric.includes('_us') ? 1000 : 1);

function slope(metric: string, { low, high, price }: Nudge, base: Numbers, below: Numbers, above: Numbers): Slope {
  const { of } = metricNamed(metric);
  const difference = pairedDifference(above.replicates.map(of), below.replicates.map(of));
  const per = (value: number): number => (value * scaleOf(metric)) / (high - low);
  const value = of(base.metrics) * scaleOf(metric);
  const derivative = per(difference.mean);
  return {
    derivative, interval: Number.isFinite(difference.low) ? [per(difference.low), per(difference.high)] : null,
    elasticity: value === 0 ? null : (derivative * price) / value,
  };
}

/** Whether it is more than chance, as far as one can tell. */
export const isSure = ({ derivative, interval }: Slope): boolean => (interval === null ? derivative !== 0 : interval[0] > 0 || interval[1] < 0);

/** A hundredth of a visit is rounding of a price to picoseconds. */
const SAME = 0.01;

/** Whether the simulation does not follow the perturbation analysis that should hold. */
export const strays = ({ path }: CostSlopes): boolean => path !== null && Math.abs(path.visits - path.derivative) > SAME;

function falls({ derivative, interval }: Slope): CostSlopes['disagrees'] {
  if (derivative >= 0) return null;
  return interval !== null && interval[1] < 0 ? 'surely' : 'perhaps';
}

/** Every price's visits on the path of a request beside the derivative of the same requests; null where one waits for another. */
function* pathsOf(spec: TrialSpec, around: readonly Nudge[]): AskingTrials<readonly CostSlopes['path'][] | null> {
  const few: TrialSpec = { ...spec, requests: Math.min(FOLLOWED, spec.requests), replications: 1 };
  const visits = pathVisits(few);
  if (visits === null) return null;
  const results = yield pairsOf(few, around);
  const latency = (i: number): number => results[i].metrics.latency_us.mean;
  return around.map(({ cost, low, high }, i) => ({ visits: visits[cost] ?? 0, derivative: (1000 * (latency(2 * i + 1) - latency(2 * i))) / (high - low) }));
}
