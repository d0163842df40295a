import type { Profile } from './spec.ts';

/** Prices that a profile knows together, and the lower Cholesky factor of the correlations of their logarithms. */
export interface Correlated {
  readonly ids: readonly string[];
  /** By row; row i has i + 1 numbers. */
  readonly factor: readonly (readonly number[])[];
}

/** Rounding in a file may take so much from what is left of a price once the others are known. */
const ROUNDING = 1e-5;

/**
 * The correlations that a profile's `correlated` gives: of two prices minus the sum of the products of their numbers.
 * Refuses numbers that no prices can have.
 */
export function correlatedPrices({ correlated = [], costs }: Pick<Profile, 'correlated' | 'costs'>): Correlated {
  const ids = [...new Set(correlated.flatMap((known) => Object.keys(known)))].filter((id) => costs[id].sd > 0 && costs[id].value > 0).sort();
  const factor: number[][] = [];
  for (const [i, id] of ids.entries()) {
    const row: number[] = [];
    for (let j = 0; j < i; j++) {
      const correlation = -correlated.reduce((sum, known) => sum + (known[id] ?? 0) * (known[ids[j]] ?? 0), 0);
      const rest = correlation - row.reduce((sum, value, k) => sum + value * factor[j][k], 0);
      row.push(factor[j][j] === 0 ? 0 : rest / factor[j][j]);
    }
    const left = 1 - row.reduce((sum, value) => sum + value * value, 0);
    if (left < -ROUNDING) throw new Error(`correlated: no prices can vary together like this (${id} would have a variance below 0)`);
    factor.push([...row, Math.sqrt(Math.max(0, left))]);
  }
  return { ids, factor };
}

/** Independent numbers of variance 1 as numbers of variance 1 that vary together. */
export const together = ({ factor }: Correlated, independent: readonly number[]): readonly number[] =>
  factor.map((row) => row.reduce((sum, value, k) => sum + value * independent[k], 0));
