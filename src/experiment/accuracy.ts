import type { Use } from './measurement.ts';
import type { Row } from './validation.ts';

/** How well the numbers of a group were met; what is only from memory is not among them. */
export interface Accuracy {
  readonly group: string;
  readonly use: Use;
  /** Numbers with an error in percent. */
  readonly numbers: number;
  readonly median_error_pct: number | null;
  readonly worst_error_pct: number | null;
  readonly worst_id: string | null;
  /** Median error of the null model on those numbers for which it says anything, and how many of them the model is nearer to. */
  readonly null_median_error_pct: number | null;
  readonly beaten: number;
  readonly null_numbers: number;
  /** Measured numbers inside the 95 % band, of those predictions that have one. */
  readonly in_band: number;
  readonly bands: number;
  /** Ranges and orderings: right, of how many, and by the null model. */
  readonly right: number;
  readonly ranges: number;
  readonly null_right: number;
}

/** One line for each group (or profile) and use, in the order of the rows. */
export function accuracies(rows: readonly Row[], by: 'group' | 'profile' = 'group'): readonly Accuracy[] {
  const sure = rows.filter(({ evidence }) => evidence !== 'unverified');
  const groups = [...new Set(sure.map((row) => row[by]))];
  return groups.flatMap((group) => (['fit', 'validation'] as const).flatMap((use) => {
    const members = sure.filter((row) => row[by] === group && row.use === use);
    return members.length === 0 ? [] : [accuracy(group, use, members)];
  }));
}

function accuracy(group: string, use: Use, rows: readonly Row[]): Accuracy {
  const numbers = rows.flatMap((row) => (row.measured === null || row.error_pct === null ? [] : [{ ...row, measured: row.measured, error: Math.abs(row.error_pct) }]));
  const ranges = rows.filter(({ right }) => right !== null);
  const worst = numbers.toSorted((a, b) => b.error - a.error)[0];
  const guessed = numbers.flatMap(({ error, null_error_pct }) => (null_error_pct === null ? [] : [{ error, guess: Math.abs(null_error_pct) }]));
  const banded = numbers.filter(({ low, high }) => low < high);
  return {
    group, use,
    numbers: numbers.length,
    median_error_pct: median(numbers.map(({ error }) => error)),
    worst_error_pct: worst?.error ?? null,
    worst_id: worst?.id ?? null,
    null_median_error_pct: median(guessed.map(({ guess }) => guess)),
    beaten: guessed.filter(({ error, guess }) => error < guess).length,
    null_numbers: guessed.length,
    in_band: banded.filter(({ measured, low, high }) => measured >= low && measured <= high).length,
    bands: banded.length,
    right: ranges.filter(({ right }) => right === true).length,
    ranges: ranges.length,
    null_right: ranges.filter(({ null_right }) => null_right === true).length,
  };
}

/** The middle of some numbers, of the two middle ones their mean; null where there is none. */
function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}
