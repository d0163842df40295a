import { exp, ln } from '../sim/math.ts';
import { Random } from '../sim/random.ts';
import { correlatedPrices, together } from './correlated.ts';
import type { CostEntry, Profile } from './spec.ts';

/**
 * Profiles that the uncertainty of a profile's prices allows: each price log-normal around its value with its `sd`, correlated
 * as the profile says, drawn from a stream of its own, so that all systems and all profiles see the same luck (common random numbers).
 * They come in mirrored pairs: draw 2k + 1 is as far below the values as draw 2k is above.
 */
export function drawnProfiles(profile: Profile, count: number, seed: number): readonly Profile[] {
  const pairs = Math.ceil(count / 2);
  const deviates = new Map(Object.keys(profile.costs).map((id) => {
    const random = new Random(seed, `price of ${id}`);
    return [id, Array.from({ length: pairs }, () => random.normal())];
  }));
  const known = correlatedPrices(profile);
  for (let pair = 0; pair < pairs; pair++) {
    const correlated = together(known, known.ids.map((id) => deviates.get(id)?.[pair] ?? 0));
    for (const [i, id] of known.ids.entries()) deviates.get(id)?.splice(pair, 1, correlated[i]);
  }
  return Array.from({ length: count }, (_, draw) => ({
    ...profile,
    costs: Object.fromEntries(Object.entries(profile.costs).map(([id, entry]) => {
      const deviate = deviates.get(id)?.[draw >> 1] ?? 0;
      return [id, drawnPrice(entry, draw % 2 === 0 ? deviate : -deviate)];
    })),
  }));
}

/** The price at a standard normal deviate; its median is the value. */
function drawnPrice(entry: CostEntry, deviate: number): CostEntry {
  const spread = logSd(entry);
  return spread === 0 ? entry : { ...entry, value: entry.value * exp(deviate * spread) };
}

/** Standard deviation of a price's logarithm; 0 where it is sure, or is nothing. */
export const logSd = ({ value, sd }: Pick<CostEntry, 'value' | 'sd'>): number => (value <= 0 || sd <= 0 ? 0 : Math.sqrt(ln(1 + (sd / value) * (sd / value))));
