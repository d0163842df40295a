import { exp, ln } from '../../sim/math.ts';
import { Random } from '../../sim/random.ts';
import { mean } from '../statistics.ts';

/** A run at which a number takes another level and keeps it. */
export interface ChangePoint {
  /** Place of the first run of the new level. */
  readonly at: number;
  /** The new level over the one before it, up to the change points next to this one; infinite from zero. */
  readonly ratio: number;
  /** How often chance alone would split these runs as clearly (permutation test). */
  readonly p: number;
}

const PERMUTATIONS = 999;
/** A split that chance makes more often than this is none. */
const LEVEL = 0.05;

/**
 * Where a history changes its level: binary segmentation (Scott and Knott 1974, Vostrikova 1981). Runs are split where the two
 * parts differ most, as long as a permutation test says that chance would not do it; then each part is split in the same way.
 * Under chance a run could stand anywhere in the history, in each replication by itself, as these have luck of their own: three
 * replications make a level visible in four runs. `runs` has for each run the numbers of its replications, in one order.
 */
export function changePoints(runs: readonly (readonly number[])[]): readonly ChangePoint[] {
  const logarithmic = runs.every((run) => run.every((value) => value > 0));
  const scaled = logarithmic ? runs.map((run) => run.map(ln)) : runs;
  const random = new Random(1, 'change points');
  const splits = splitsIn(scaled, 0, runs.length, random).toSorted((a, b) => a.at - b.at);
  const levels = [0, ...splits.map(({ at }) => at)].map((from, i) => mean(scaled.slice(from, splits[i]?.at).map(mean)));
  return splits.map(({ at, p }, i) => ({ at, p, ratio: logarithmic ? exp(levels[i + 1] - levels[i]) : levels[i + 1] / levels[i] }));
}

type Split = Pick<ChangePoint, 'at' | 'p'>;

function splitsIn(runs: readonly (readonly number[])[], from: number, to: number, random: Random): readonly Split[] {
  const columns = runs[from].map((_, replication) => Float64Array.from({ length: to - from }, (__, i) => runs[from + i][replication]));
  const { at, gain } = best(columns);
  if (gain === 0) return [];
  const p = chanceOf(columns, gain, random);
  if (p > LEVEL) return [];
  return [...splitsIn(runs, from, from + at, random), { at: from + at, p }, ...splitsIn(runs, from + at, to, random)];
}

/** The split that leaves the smallest sum of squares around two levels, and by how much it is smaller than around one. */
function best(columns: readonly Float64Array[]): { readonly at: number; readonly gain: number } {
  const [{ length }] = columns;
  // Counted from the first run, so that equal runs are exactly 0.
  const first = columns.reduce((sum, column) => sum + column[0], 0);
  const sumAt = (i: number): number => columns.reduce((sum, column) => sum + column[i], 0) - first;
  let total = 0;
  for (let i = 0; i < length; i++) total += sumAt(i);
  let found = { at: 0, gain: 0 };
  let left = 0;
  for (let at = 1; at < length; at++) {
    left += sumAt(at - 1);
    const apart = left / at - (total - left) / (length - at);
    const gain = ((at * (length - at)) / length) * apart * apart;
    if (gain > found.gain) found = { at, gain };
  }
  return found;
}

/** Share of the histories in another order that can be split as well as this one; no longer looked at than it takes to know that it is too large. */
function chanceOf(columns: readonly Float64Array[], gain: number, random: Random): number {
  const shuffled = columns.map((column) => column.slice());
  // The same sums in another order differ in their last digits.
  const enough = gain * (1 - 1e-9);
  let asGood = 1;
  for (let i = 0; i < PERMUTATIONS && asGood <= LEVEL * (PERMUTATIONS + 1); i++) {
    for (const column of shuffled) shuffle(column, random);
    if (best(shuffled).gain >= enough) asGood++;
  }
  return asGood / (PERMUTATIONS + 1);
}

function shuffle(values: Float64Array, random: Random): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [values[i], values[j]] = [values[j], values[i]];
  }
}
