import type { Choice } from './control.ts';

type NumberChoice = Extract<Choice, { readonly kind: 'number' }>;

/** A power of two from here on is no chance. */
const SMALLEST_SIZE = 16;

/** Rungs of a factor of ten. */
const PER_DECADE = 50;

/**
 * The values that a slider stops at, ascending: nothing (or the least), then a hundredth of the value as run to a hundred times
 * it, evenly in the logarithm. The value as run is one of them; a share from 0 to 1 goes in hundredths, and a size or depth that
 * is a power of two in powers of two, because a split virtqueue takes no other.
 */
export function ladder(choice: NumberChoice, asRun: number): readonly number[] {
  const { min, max, whole } = choice;
  if (!whole && max - min <= 1) return sorted([...Array.from({ length: 101 }, (_, i) => min + ((max - min) * i) / 100).map(tidy), asRun]);
  const [low, high] = rangeOf(choice, asRun);
  if (whole && asRun >= SMALLEST_SIZE && Number.isInteger(Math.log2(asRun))) {
    return sorted([min, ...Array.from({ length: Math.floor(Math.log2(high)) + 1 }, (_, i) => 2 ** i).filter((size) => size >= min && size <= max)]);
  }
  const count = Math.ceil(Math.log10(high / low) * PER_DECADE);
  const rungs = Array.from({ length: count + 1 }, (_, i) => tidy(low * (high / low) ** (i / count)));
  return sorted([min, asRun, ...(whole ? rungs.map(Math.round) : rungs)]).filter((value) => value === asRun || (value >= min && value <= max));
}

function rangeOf({ min, max, whole, unit }: NumberChoice, asRun: number): readonly [low: number, high: number] {
  const least = whole ? Math.max(1, min) : Math.max(min, Number.MIN_VALUE);
  if (whole) return [least, Math.max(2 * least, Math.min(max, asRun > 0 ? asRun * 1000 : 1e6))];
  if (asRun > 0) return [Math.max(least, asRun / 100), Math.min(max, asRun * 100)];
  return [Math.max(least, unit === 'ns' ? 100 : 1), Math.min(max, unit === 'ns' ? 1e7 : 1e6)];
}

/** Three digits are as many as a hand can choose. */
function tidy(value: number): number {
  return Number(value.toPrecision(3));
}

function sorted(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** The rung nearest to a value, by ratio. */
export function rungOf(rungs: readonly number[], value: number): number {
  const above = rungs.findIndex((rung) => rung >= value);
  if (above <= 0) return above < 0 ? rungs.length - 1 : 0;
  const [low, high] = [rungs[above - 1], rungs[above]];
  return value * value < low * high ? above - 1 : above;
}
