import type { Axis } from './axis.ts';
import { nearEnough, valuesOn } from './axis.ts';
import { aheadOf } from './paired.ts';
import type { Outcome, Winner } from './paired.ts';
import type { Metric } from './metric.ts';
import { narrowed } from './root.ts';
import type { Asking, Bracket } from './root.ts';

/** A duel at one value of what is varied. */
export interface Sample extends Outcome {
  readonly x: number;
}

/** A value at which the winner changes. */
export interface Turn {
  /** The change lies between these: neighbours of a whole number; else so near that they are one value, and equal where the difference is exactly nothing. */
  readonly between: readonly [low: number, high: number];
  readonly at: number;
  /** The change lies between these (95 %): at both of them, and not between them, the two can be told apart; null with one replication; an end is null where the range ends first. */
  readonly interval: readonly [low: number | null, high: number | null] | null;
  readonly below: Winner;
  readonly above: Winner;
  /** Both numbers on either side of it. */
  readonly before: Sample;
  readonly after: Sample;
}

/** Where along an axis the winner changes; the list may be empty. */
export interface BreakEven {
  readonly axis: Axis;
  readonly metric: string;
  readonly turns: readonly Turn[];
  /** Values, without a change of winner around them, at which both are exactly equal. */
  readonly touches: readonly number[];
  /** Every value that was tried, ascending. */
  readonly samples: readonly Sample[];
  /** The largest distance between values of the first look: between two of them a pair of changes would not be seen. */
  readonly looked: number;
}

/** Looks at so many values, brackets each change of sign and narrows it, then its interval. Every change that the first look can see is found. */
export function* breakEven(axis: Axis, metric: Metric, count: number): Asking<Sample, BreakEven> {
  const first = yield valuesOn(axis, count);
  const known = [...first];
  const turns: Turn[] = [];
  for (const bracket of changes(first)) {
    const found = yield* remembered(narrowed(bracket, meanOf, nearEnough(axis), axis.whole), known);
    turns.push(yield* turnAt(found, axis, metric, known));
  }
  const samples = ascending(known);
  return {
    axis, metric: metric.name, turns, touches: touchesOf(first), samples,
    looked: first.reduce((most, { x }, i) => (i === 0 ? most : Math.max(most, x - first[i - 1].x)), 0),
  };
}

const meanOf = ({ difference }: Sample): number => difference.mean;

/** Neighbours of opposite sign; what is exactly equal between them belongs to the change. */
function changes(samples: readonly Sample[]): readonly Bracket<Sample>[] {
  const signed = samples.filter((sample) => meanOf(sample) !== 0);
  return signed.flatMap((high, i) => {
    const low = signed[i - 1];
    return low === undefined || meanOf(low) > 0 === meanOf(high) > 0 ? [] : [{ low, high }];
  });
}

/** Values of no difference at all between two of the same sign. */
function touchesOf(samples: readonly Sample[]): readonly number[] {
  const signed = samples.filter((sample) => meanOf(sample) !== 0);
  return samples.filter((sample) => meanOf(sample) === 0 && signed.length > 0).flatMap(({ x }) => {
    const [low, high] = [signed.findLast((other) => other.x < x), signed.find((other) => other.x > x)];
    return low !== undefined && high !== undefined && meanOf(low) > 0 !== meanOf(high) > 0 ? [] : [x];
  });
}

function* turnAt({ low, high }: Bracket<Sample>, axis: Axis, metric: Metric, known: Sample[]): Asking<Sample, Turn> {
  const before = low.x === high.x ? lastBefore(known, low.x) : low;
  const after = low.x === high.x ? firstAfter(known, high.x) : high;
  const weights = Math.abs(meanOf(low)) + Math.abs(meanOf(high));
  const at = axis.whole || weights === 0 ? low.x : low.x + ((high.x - low.x) * Math.abs(meanOf(low))) / weights;
  const tested = Number.isFinite(before.difference.low);
  const interval = tested ? [yield* edge(known, low.x, -1, axis), yield* edge(known, high.x, 1, axis)] as const : null;
  return { between: [low.x, high.x], at, interval, below: aheadOf(metric, before.difference), above: aheadOf(metric, after.difference), before, after };
}

/** Going away from a change: the value from which on the two can be told apart; null where that is nowhere. */
function* edge(known: Sample[], from: number, way: -1 | 1, axis: Axis): Asking<Sample, number | null> {
  const along = ascending(known).filter(({ x }) => (way < 0 ? x <= from : x >= from));
  const outward = way < 0 ? along.reverse() : along;
  const first = outward.findIndex(({ difference }) => difference.differs);
  if (first < 0) return null;
  if (first === 0) return from;
  const [sure, unsure] = [outward[first], outward[first - 1]];
  // The bound that keeps away from zero there and not here.
  const bound = sure.difference.mean > 0 ? ({ difference }: Sample) => difference.low : ({ difference }: Sample) => difference.high;
  if (bound(unsure) === 0) return unsure.x;
  const bracket = way < 0 ? { low: sure, high: unsure } : { low: unsure, high: sure };
  const found = yield* remembered(narrowed(bracket, bound, axis.whole ? 1 : 10 * nearEnough(axis), axis.whole), known);
  return way < 0 ? found.low.x : found.high.x;
}

/** Passes questions on and keeps what was answered. */
function* remembered<Answer>(asking: Asking<Sample, Answer>, known: Sample[]): Asking<Sample, Answer> {
  let step = asking.next();
  while (step.done !== true) {
    const answers = yield step.value;
    known.push(...answers);
    step = asking.next(answers);
  }
  return step.value;
}

const ascending = (samples: readonly Sample[]): Sample[] => [...samples].sort((one, other) => one.x - other.x);

function lastBefore(known: readonly Sample[], x: number): Sample {
  const all = ascending(known).filter((sample) => meanOf(sample) !== 0 && sample.x < x);
  return all[all.length - 1];
}

const firstAfter = (known: readonly Sample[], x: number): Sample => ascending(known).filter((sample) => meanOf(sample) !== 0 && sample.x > x)[0];
