import type { Measurement, MeasurementSources } from '../experiment/measurement.ts';
import type { Profile } from '../experiment/spec.ts';
import { predictions, type Predictions } from './predict.ts';
import type { FreePrice } from './prior.ts';

/** The profile with one price moved by so many standard deviations of its logarithm. */
export const nudged = (profile: Profile, { id, spread }: FreePrice, by: number): Profile =>
  ({ ...profile, costs: { ...profile.costs, [id]: { ...profile.costs[id], value: profile.costs[id].value * Math.exp(by * spread) } } });

/** The slope of a number's logarithm over what is likely of a price: from one standard deviation below it to one above. */
export const secant = (up: number, down: number): number => (up > 0 && down > 0 ? Math.log(up / down) / 2 : 0);

/** A price that moves a number by less than this share of it, at one standard deviation, is taken not to move it: sums of hundreds of such are below a percent. */
const NEGLIGIBLE = 0.0005;

/** Whether a price counts for a number of which so large a share was charged for it. */
export const counts = ({ spread }: FreePrice, share: number | undefined): boolean => share !== undefined && share * spread >= NEGLIGIBLE;

/** By measurement, by price: the slopes of what is predicted. */
export function predictedSlopes(measurements: readonly Measurement[], profile: Profile, free: readonly FreePrice[], sources: MeasurementSources, charged: Predictions['charged']): readonly (readonly number[])[] {
  const columns = free.map((price) => {
    const [up, down] = [1, -1].map((by) => predictions(measurements, nudged(profile, price, by), sources, (i) => counts(price, charged[i].get(price.id))).values);
    return measurements.map((_, i) => (counts(price, charged[i].get(price.id)) ? secant(up[i], down[i]) : 0));
  });
  return measurements.map((_, i) => columns.map((column) => column[i]));
}
