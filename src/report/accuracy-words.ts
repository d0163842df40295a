import type { Accuracy } from '../experiment/accuracy.ts';
import { percent } from './numbers.ts';

/** `8 %`, `0.4 %`; a dash where nothing was compared. */
export const errorOf = (pct: number | null): string => (pct === null ? '–' : pct > 0 && pct < 0.95 ? `${pct < 0.05 ? '<0.1' : pct.toFixed(1)}\u202f%` : percent(pct / 100));

/** How well a profile meets what was measured on its machine, in one or two sentences. */
export function profileInWords(profile: string, accuracies: readonly Accuracy[]): string {
  const [fit, validation] = (['fit', 'validation'] as const).map((use) => accuracies.find((each) => each.use === use && each.numbers > 0));
  if (fit === undefined && validation === undefined) return `No measurement of profile ${profile} is in the lab: how far its predictions are off is not known.`;
  const fitted = fit === undefined ? `Profile ${profile} was fitted to no number of the lab` : `Profile ${profile} meets the ${numbers(fit)} it was fitted to with a median error of ${errorOf(fit.median_error_pct)} (worst ${errorOf(fit.worst_error_pct)})`;
  if (validation === undefined) return `${fitted}; none that it has not seen is in the lab.`;
  return `${fitted}, and the ${numbers(validation)} it has not seen with ${errorOf(validation.median_error_pct)} (worst ${errorOf(validation.worst_error_pct)}).`;
}

const numbers = ({ numbers: count }: Accuracy): string => (count === 1 ? 'number' : `${count} numbers`);
