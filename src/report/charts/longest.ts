/** Room to the right of the longest bar for its number, as a multiple of its length. */
export const ROOM = 1.25;

/** Where bars end that would dwarf all others: nowhere, unless some are more than four times as long as three quarters of them. */
export function longest(lengths: readonly number[]): number {
  const sorted = lengths.toSorted((a, b) => a - b);
  const most = sorted[Math.floor(sorted.length * 0.75)] ?? 0;
  return most > 0 && (sorted.at(-1) ?? 0) > 4 * most ? 1.5 * most : Infinity;
}
