import type { Measurement, MeasurementSources } from '../experiment/measurement.ts';
import type { Profile } from '../experiment/spec.ts';
import { predictions } from './predict.ts';
import type { FreePrice } from './prior.ts';

/** The profile with one price moved by so many standard deviations of its logarithm. */
export const nudged = (profile: Profile, { id, spread }: FreePrice, by: number): Profile =>
  ({ ...profile, costs: { ...profile.costs, [id]: { ...profile.costs[id], value: profile.costs[id].value * Math.exp(by * spread) } } });

/** The slope of a number's logarithm over what is likely of a price: from one standard deviation below it to one above. */
export const secant = (up: number, down: number): number => (up > 0 && down > 0 ? Math.log(up / down) / 2 : 0);

/** By measurement, by price: the slopes of what is predicted. */
export function predictedSlopes(measurements: readonly Measurement[], profile: Profile, free: readonly FreePrice[], sources: MeasurementSources, charged: readonly ReadonlySet<string>[]): readonly (readonly number[])[] {
  const columns = free.map((price) => {
    const [up, down] = [1, -1].map((by) => predictions(measurements, nudged(profile, price, by), sources, (i) => charged[i].has(price.id)).values);
    return measurements.map((_, i) => (charged[i].has(price.id) ? secant(up[i], down[i]) : 0));
  });
  return measurements.map((_, i) => columns.map((column) => column[i]));
}
