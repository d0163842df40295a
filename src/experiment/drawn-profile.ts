import { exp, ln } from '../sim/math.ts';
import { Random } from '../sim/random.ts';
import type { CostEntry, Profile } from './spec.ts';

/**
 * Profiles that the uncertainty of a profile's prices allows: each price log-normal around its value with its `sd`,
 * drawn from a stream of its own, so that all systems and all profiles see the same luck (common random numbers).
 * They come in mirrored pairs: draw 2k + 1 is as far below the values as draw 2k is above.
 */
export function drawnProfiles(profile: Profile, count: number, seed: number): readonly Profile[] {
  const deviates = new Map(Object.keys(profile.costs).map((id) => {
    const random = new Random(seed, `price of ${id}`);
    return [id, Array.from({ length: Math.ceil(count / 2) }, () => random.normal())];
  }));
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
  const { value, sd } = entry;
  if (value <= 0 || sd <= 0) return entry;
  return { ...entry, value: value * exp(deviate * Math.sqrt(ln(1 + (sd / value) * (sd / value)))) };
}
