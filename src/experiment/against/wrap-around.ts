/** Where the events of a text stand in a pattern that repeats. */
export interface WrapAround {
  readonly score: number;
  /** For each event: the place in the pattern that it matches, or -1. */
  readonly places: Int32Array;
  /** For each event: how often the pattern had begun anew when it came. */
  readonly passes: Int32Array;
  /** Each place that was passed without an event: its place, its pass, and the number of events before. */
  readonly missed: readonly { readonly place: number; readonly pass: number; readonly before: number }[];
}

const LEFT_OUT = -1;

const NONE = 0;
const MATCHED = 1;
const EXTRA = 2;
const MISSED = 3;

/**
 * Aligns a text with endless repetitions of a short pattern, beginning and ending anywhere in it, so that as much as
 * can be matches in order: wrap-around dynamic programming (Fischetti, Landau, Schmidt, Sellers 1993), in time and
 * memory of the text's length times the pattern's. Each event has a number for each place of the pattern: 2 for the same,
 * 1 for almost the same, 0 for another.
 */
export function wrapAround(likeness: readonly Uint8Array[], period: number): WrapAround {
  const { length } = likeness;
  const places = new Int32Array(length).fill(-1);
  const passes = new Int32Array(length);
  if (period === 0) return { score: length * LEFT_OUT, places, passes, missed: [] };
  const moves = new Uint8Array((length + 1) * period);
  let row = new Float64Array(period);
  let next = new Float64Array(period);
  for (let i = 1; i <= length; i++) {
    const at = i * period;
    const how = likeness[i - 1];
    for (let j = 0; j < period; j++) {
      const before = j === 0 ? period - 1 : j - 1;
      // State j: the place before j, cyclically, was passed last.
      const matched = how[before] === 0 ? -Infinity : row[before] + how[before];
      const extra = row[j] + LEFT_OUT;
      next[j] = Math.max(matched, extra);
      // Of two that can be the same place the first one is.
      moves[at + j] = matched > extra ? MATCHED : EXTRA;
    }
    // Twice around: a place may be missed across the pattern's end.
    for (let k = 0; k < 2 * period; k++) {
      const j = k % period;
      const before = j === 0 ? period - 1 : j - 1;
      if (next[before] + LEFT_OUT > next[j]) {
        next[j] = next[before] + LEFT_OUT;
        moves[at + j] = MISSED;
      }
    }
    [row, next] = [next, row];
  }
  const score = row.reduce((most, one) => Math.max(most, one), -Infinity);
  let j = row.indexOf(score);
  const missed: { place: number; pass: number; before: number }[] = [];
  let pass = 0;
  let i = length;
  const back = (): number => {
    const before = j === 0 ? period - 1 : j - 1;
    j = before;
    return before;
  };
  while (i > 0) {
    const move = moves[i * period + j];
    if (move === NONE) break;
    if (move === MISSED) {
      if (j === 0) pass--;
      missed.push({ place: back(), pass, before: i });
      continue;
    }
    i--;
    if (move === MATCHED) {
      if (j === 0) pass--;
      places[i] = back();
    }
    passes[i] = pass;
  }
  // Counted backwards from 0: now from the first pass on.
  for (let k = 0; k < length; k++) passes[k] -= pass;
  return { score, places, passes, missed: missed.map((one) => ({ ...one, pass: one.pass - pass })).reverse() };
}
