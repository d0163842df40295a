import { costs } from '../machine/costs.ts';
import type { CostId } from '../machine/costs.ts';
import type { ParameterValue } from '../machine/parameter.ts';
import type { Profile } from './spec.ts';

/** The price of each cost in whole picoseconds, with the overrides of a trial (`costs.ID`, in ns or instructions) put over the profile's. */
export function pricesPs(profile: Profile, params: Readonly<Record<string, ParameterValue>>): (cost: CostId) => number {
  const prices = new Map(
    costIds().map((id) => {
      const override = params[`costs.${id}`];
      const ps = Math.round(1000 * (override === undefined ? priceNs(profile, id) : Number(override) / (profile.instructions_per_ns ?? 1)));
      if (!(ps >= 0 && ps < Infinity)) throw new Error(`no price for ${id} in profile ${profile.name}`);
      return [id, ps];
    }),
  );
  return (cost) => prices.get(cost) ?? NaN;
}

function priceNs(profile: Profile, id: CostId): number {
  const { value, unit } = profile.costs[id];
  if (unit === 'cycles') return value / (profile.clock_ghz ?? NaN);
  if (unit === 'instructions') return value / (profile.instructions_per_ns ?? NaN);
  return value;
}

/** The ids of the catalogue, typed. */
export function costIds(): CostId[] {
  const ids: CostId[] = [];
  let id: CostId;
  for (id in costs) ids.push(id);
  return ids;
}
