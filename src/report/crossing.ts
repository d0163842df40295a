/** Latency of two systems at one length. */
export interface Pair {
  readonly length: number;
  readonly ours: number;
  readonly theirs: number;
}

/** From which length on `ours` is the lower one. */
export type Crossing =
  /** At every length that was run. */
  | { readonly kind: 'always' }
  /** From here to the longest. */
  | { readonly kind: 'from'; readonly length: number }
  /** Up to here only: lost at the longest. */
  | { readonly kind: 'below'; readonly length: number }
  | { readonly kind: 'never' };

/** The last length at which two latencies are equal, where both are straight lines between the lengths that were run. */
export function crossing(pairs: readonly Pair[]): Crossing {
  const sorted = pairs.toSorted((a, b) => a.length - b.length);
  const wins = sorted.map(({ ours, theirs }) => ours < theirs);
  const last = wins.at(-1);
  const turn = wins.findLastIndex((win) => win !== last);
  if (turn < 0) return { kind: last === true ? 'always' : 'never' };
  const [before, after] = [sorted[turn], sorted[turn + 1]];
  if (before === undefined || after === undefined) return { kind: 'never' };
  const [ahead, behind] = [before.ours - before.theirs, after.theirs - after.ours];
  return { kind: last === true ? 'from' : 'below', length: before.length + (ahead / (ahead + behind)) * (after.length - before.length) };
}

/** Value at a length on straight lines between known ones; null outside them. */
export function between(known: readonly { readonly length: number; readonly value: number }[], length: number): number | null {
  const sorted = known.toSorted((a, b) => a.length - b.length);
  const next = sorted.findIndex((point) => point.length >= length);
  const [before, after] = [sorted[next - 1], sorted[next]];
  if (after === undefined) return null;
  if (after.length === length) return after.value;
  return before === undefined ? null : before.value + ((length - before.length) / (after.length - before.length)) * (after.value - before.value);
}
