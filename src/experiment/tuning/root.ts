/** A point at which something was measured. */
export interface At {
  readonly x: number;
}

/** Asks for measurements at some places, several at once where they do not wait for each other, and ends with an answer. */
export type Asking<Sample, Answer> = Generator<readonly number[], Answer, readonly Sample[]>;

/** Two points between which a number changes its sign. */
export interface Bracket<Sample> {
  readonly low: Sample;
  readonly high: Sample;
}

/**
 * Narrows a bracket around a change of sign until its ends are `near` (neighbours, where only whole numbers count): the false
 * position with Illinois' halving, and a bisection whenever three steps did not halve the bracket. A jump through zero is closed in on
 * like a root. What it asks for depends on sizes only: the negated function is asked for at the same places.
 */
export function* narrowed<Sample extends At>(bracket: Bracket<Sample>, y: (sample: Sample) => number, near: number, whole: boolean): Asking<Sample, Bracket<Sample>> {
  let { low, high } = bracket;
  let [lowY, highY] = [y(low), y(high)];
  let kept: 'low' | 'high' | null = null;
  let [steps, widthBefore] = [0, high.x - low.x];
  while (high.x - low.x > near * (1 + 1e-9)) {
    const slow = ++steps % 3 === 0 && high.x - low.x > widthBefore / 2;
    if (steps % 3 === 0) widthBefore = high.x - low.x;
    const x = inside(slow ? (low.x + high.x) / 2 : low.x + ((high.x - low.x) * lowY) / (lowY - highY), low.x, high.x, near, whole);
    const [sample] = yield [x];
    const here = y(sample);
    if (here === 0) return { low: sample, high: sample };
    if (here > 0 === lowY > 0) {
      [low, lowY] = [sample, here];
      if (kept === 'high') highY /= 2;
      kept = 'high';
    } else {
      [high, highY] = [sample, here];
      if (kept === 'low') lowY /= 2;
      kept = 'low';
    }
  }
  return { low, high };
}

/** Half of `near` away from both ends, so that the last step passes the root and closes the bracket. */
function inside(x: number, low: number, high: number, near: number, whole: boolean): number {
  if (whole) return Math.min(high - 1, Math.max(low + 1, Math.round(x)));
  const room = Math.min(near / 2, (high - low) / 2);
  const middle = (low + high) / 2;
  return x > low && x < high ? Math.min(high - room, Math.max(low + room, x)) : middle;
}
