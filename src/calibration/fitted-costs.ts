import type { CostEntry, Profile } from '../experiment/spec.ts';
import type { Calibration } from './calibrate.ts';

/** Prices that the data say nothing about stay the base's: below a hundredth of their variance taken away. */
const SAID = 0.01;

/** The prices that a calibration sets, each with where it comes from and what is left of its uncertainty. */
export function fittedCosts(profile: Profile, { costs, rows }: Calibration): Readonly<Record<string, CostEntry>> {
  const used = rows.filter((row) => row.used).map(({ id }) => id);
  const from = used.length <= 4 ? used.join(', ') : `${used.slice(0, 3).join(', ')} and ${used.length - 3} more`;
  return Object.fromEntries(costs.filter(({ determined }) => determined >= SAID).map(({ id, after, after_sd, before, before_sd, unit }) => {
    const { source } = profile.costs[id];
    const was = `; prior ${digits(before, 4)} sd ${digits(before_sd, 2)} ${unit}: ${source}`;
    const said = `fitted from ${from}`;
    return [id, { value: digits(after, 4), unit: profile.costs[id].unit, kind: 'derived', sd: digits(after_sd, 4), source: `${said}${was}`.slice(0, 500) } satisfies CostEntry];
  }));
}

const digits = (value: number, count: number): number => Number(value.toPrecision(count));
