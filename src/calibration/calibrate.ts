import type { Measurement, MeasurementSources } from '../experiment/measurement.ts';
import type { Profile } from '../experiment/spec.ts';
import { posterior, type Posterior } from './posterior.ts';
import { predictions, type Predictions } from './predict.ts';
import { alongUnknowns, left, priced, priorOf, type FreePrice, type Prior } from './prior.ts';

/** A measurement before and after the fit, and as it is predicted from all the others. */
export interface FittedRow {
  readonly id: string;
  readonly unit: string;
  readonly measured: number;
  readonly before: number;
  readonly after: number;
  /** Null for what was only checked. */
  readonly left_out: number | null;
  readonly used: boolean;
}

/** A price before and after, in its unit. */
export interface FittedCost {
  readonly id: string;
  readonly unit: string;
  readonly before: number;
  readonly before_sd: number;
  readonly after: number;
  readonly after_sd: number;
  /** How much of the prior's variance the data took away, 0 to 1: at 0 the price stayed where its prior put it. */
  readonly determined: number;
}

export interface Calibration {
  readonly rows: readonly FittedRow[];
  readonly costs: readonly FittedCost[];
  /** Pairs of prices that the data cannot tell apart: |correlation| above a half, strongest first. */
  readonly correlations: readonly { readonly a: string; readonly b: string; readonly correlation: number }[];
  /** Which sums of prices are surer than their parts, as a profile says it (`Profile.correlated`). */
  readonly correlated: readonly Readonly<Record<string, number>>[];
  /** Independent pieces of information that the data hold beside the priors. */
  readonly information: number;
  /** The largest change of the last round, in standard deviations of the priors. */
  readonly last_step: number;
}

/** Standard deviation of a measurement for which no tolerance is given, as a share of it. */
const MEASURED_TO = 0.01;
const ROUNDS = 12;
/** Standard deviations of its prior that a price moves in one round, at most: further off, the slopes are others. */
const LONGEST_STEP = 2;
const ENOUGH = 0.01;
/** By how much the logarithm of a price is moved to see what it does. */
const NUDGE = 0.02;

/**
 * Fits the prices of a profile to measurements: the maximum a posteriori with the profile's prices as log-normal priors of their
 * `sd`. Numbers marked `fit` are fitted to, or all where none is; the others are predicted. What is from memory is left out.
 * Rounds of linear fits, each from the slopes at the last prices, because simulated workloads need not be linear in their costs.
 */
export function calibrate(profile: Profile, measurements: readonly Measurement[], sources: MeasurementSources): Calibration {
  const numbers = measurements.filter(({ target, evidence }) => 'value' in target && evidence !== 'unverified');
  const marked = numbers.filter(({ use }) => use === 'fit');
  const used = marked.length > 0 ? marked : numbers;
  const targets = used.map(scaleOf);
  const first = predictions(used, profile, sources);
  const prior = priorOf(profile, (id) => first.charged.some((charged) => charged.has(id)));
  const { free } = prior;
  if (used.length === 0 || free.length === 0) throw new Error(`nothing can be fitted: ${used.length === 0 ? 'no measurement has a value that is more than memory' : `no price of ${profile.name} that is charged has an sd`}`);

  // In independent unknowns of variance 1, which the prior's correlations turn into logarithms of prices.
  let at: readonly number[] = free.map(() => 0);
  let found: Posterior | undefined;
  let lastStep = Infinity;
  for (let round = 0; round < ROUNDS && lastStep > ENOUGH; round++) {
    const here = priced(profile, prior, at);
    const base = round === 0 ? first : predictions(used, here, sources);
    const now = base.values.map((value, i) => targets[i].of(value));
    const slopes = slopesAt(here, free, used, sources, base, now, targets).map((row) => alongUnknowns(prior, row));
    const residuals = now.map((value, i) => targets[i].goal - value + slopes[i].reduce((sum, slope, j) => sum + slope * at[j], 0));
    found = posterior({ residuals, slopes });
    const { estimate } = found;
    lastStep = estimate.reduce((most, value, j) => Math.max(most, Math.abs(value - at[j])), 0);
    const share = Math.min(1, LONGEST_STEP / lastStep);
    at = at.map((value, j) => value + share * (estimate[j] - value));
  }
  if (found === undefined) throw new Error('a fit without a round');
  return report(profile, numbers, used, sources, prior, at, found, first.values, lastStep);
}

/** What is fitted: logarithms of positive numbers, else the number itself, in standard deviations of the measurement. */
interface Goal {
  readonly goal: number;
  readonly of: (value: number) => number;
}

function scaleOf({ target, tolerance, against }: Measurement): Goal {
  const value = 'value' in target ? target.value : NaN;
  const sd = Math.max(MEASURED_TO * Math.abs(value), tolerance, 1e-9);
  if (value <= 0 || against?.as === 'difference') return { goal: value / sd, of: (said) => said / sd };
  return { goal: (Math.log(value) * value) / sd, of: (said) => (Math.log(Math.max(said, 1e-12)) * value) / sd };
}

function slopesAt(here: Profile, free: readonly FreePrice[], used: readonly Measurement[], sources: MeasurementSources, base: { readonly charged: Predictions['charged'] }, now: readonly number[], targets: readonly Goal[]): readonly (readonly number[])[] {
  const columns = free.map(({ id, spread }) => {
    const nudged = { ...here, costs: { ...here.costs, [id]: { ...here.costs[id], value: here.costs[id].value * Math.exp(NUDGE) } } };
    const { values } = predictions(used, nudged, sources, (i) => base.charged[i].has(id));
    return values.map((value, i) => (Number.isNaN(value) ? 0 : ((targets[i].of(value) - now[i]) / NUDGE) * spread));
  });
  return used.map((_, i) => columns.map((column) => column[i]));
}

function report(profile: Profile, numbers: readonly Measurement[], used: readonly Measurement[], sources: MeasurementSources, prior: Prior, at: readonly number[], found: Posterior, before: readonly number[], lastStep: number): Calibration {
  const { free } = prior;
  const fitted = priced(profile, prior, at);
  const { covariance, correlated } = left(profile, prior, found);
  const after = predictions(numbers, fitted, sources).values;
  const unused = predictions(numbers, profile, sources, (i) => !used.includes(numbers[i])).values;
  const rows = numbers.map((measurement, i): FittedRow => {
    const { id, unit, target } = measurement;
    const measured = 'value' in target ? target.value : NaN;
    const index = used.indexOf(measurement);
    // Of a linear fit: what is missed is missed by so much more where the number itself does not pull.
    const pull = index < 0 ? 0 : found.leverage[index];
    const leftOut = measured > 0 && after[i] > 0 ? measured * Math.exp(Math.log(after[i] / measured) / (1 - pull)) : measured + (after[i] - measured) / (1 - pull);
    return { id, unit: measurement.against?.as === 'ratio' ? 'ratio' : unit, measured, before: index < 0 ? unused[i] : before[index], after: after[i], left_out: index < 0 ? null : leftOut, used: index >= 0 };
  });
  const costs = free.map(({ id, spread }, j): FittedCost => {
    const { value, sd, unit } = profile.costs[id];
    const sdLeft = spread * Math.sqrt(Math.max(0, covariance[j][j]));
    const price = fitted.costs[id].value;
    return { id, unit, before: value, before_sd: sd, after: price, after_sd: price * Math.sqrt(Math.expm1(sdLeft * sdLeft)), determined: 1 - covariance[j][j] };
  });
  const correlations = free.flatMap(({ id: a }, i) => free.slice(i + 1).flatMap(({ id: b }, k) => {
    const j = i + 1 + k;
    const correlation = covariance[i][j] / Math.sqrt(covariance[i][i] * covariance[j][j]);
    return Math.abs(correlation) > 0.5 ? [{ a, b, correlation }] : [];
  }));
  return { rows, costs, correlations: correlations.toSorted((x, y) => Math.abs(y.correlation) - Math.abs(x.correlation)), correlated, information: found.information, last_step: lastStep };
}
