import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { pairedDifference } from '../../../src/experiment/statistics.ts';
import type { Axis } from '../../../src/experiment/tuning/axis.ts';
import { breakEven } from '../../../src/experiment/tuning/break-even.ts';
import type { BreakEven, Sample } from '../../../src/experiment/tuning/break-even.ts';
import { metricNamed } from '../../../src/experiment/tuning/metric.ts';

const test = suite('experiment/tuning/break-even');
const metric = metricNamed('latency_us.mean');
const line = (over: Partial<Axis> = {}): Axis => ({ key: 'costs.context_switch', from: 0, to: 20_000, whole: false, spread: 'even', unit: 'ns', ...over });

/** Both sides as functions of what is varied, one value for each replication. */
type Sides = (x: number) => readonly [a: readonly number[], b: readonly number[]];
const exact = (a: (x: number) => number, b: (x: number) => number): Sides => (x) => [[a(x), a(x)], [b(x), b(x)]];
const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function play(axis: Axis, sides: Sides, count = 9): { readonly found: BreakEven; readonly asked: readonly number[] } {
  const asking = breakEven(axis, metric, count);
  const asked: number[] = [];
  let step = asking.next();
  while (step.done !== true) {
    asked.push(...step.value);
    step = asking.next(step.value.map((x): Sample => {
      const [a, b] = sides(x);
      return { x, a: average(a), b: average(b), difference: pairedDifference(a, b) };
    }));
  }
  return { found: step.value, asked };
}

test('one root of two lines is found to a ten-thousandth of the range, in few steps', () => {
  const { found, asked } = play(line(), exact((x) => 10 + x / 1000, () => 19.4));
  is(found.turns.length, 1);
  const [{ at, between, below, above }] = found.turns;
  ok(Math.abs(at - 9400) <= 2, String(at));
  ok(between[0] <= 9400.001 && between[1] >= 9399.999 && between[1] - between[0] <= 2.001);
  equal([below, above], ['a', 'b']);
  ok(asked.length <= 14, String(asked));
});

test('whatever turns: the sign changes at the root, and the two are the same when they change places', () => {
  fc.assert(fc.property(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: 0.2, max: 3, noNaN: true }), fc.boolean(), fc.integer({ min: 3, max: 14 }), (shift, bend, whole, count) => {
    const wave = (x: number): number => Math.sin((x / 20_000) * bend * 6 + shift * 3) + 0.2 * shift;
    const axis = line({ whole, to: whole ? 500 : 20_000 });
    const scale = whole ? 40 : 1;
    const [a, b] = [(x: number) => 5 + wave(x * scale), () => 5];
    const { found } = play(axis, exact(a, b), count);
    const { found: swapped } = play(axis, exact(b, a), count);
    equal(swapped.turns.map(({ at, between, interval }) => ({ at, between, interval })), found.turns.map(({ at, between, interval }) => ({ at, between, interval })));
    equal(swapped.turns.map(({ below }) => below), found.turns.map(({ above }) => above));
    for (const { between: [low, high], before, after } of found.turns) {
      ok(before.difference.mean < 0 !== after.difference.mean < 0, 'opposite signs');
      if (low < high) ok(wave(low * scale) < 0 !== wave(high * scale) < 0, 'the function itself changes between them');
      if (whole) ok(high - low <= 1);
    }
  }), { numRuns: 200, seed: 7 });
});

test('several roots are all found where the first look separates them', () => {
  const { found } = play(line(), exact((x) => 5 + Math.sin((x / 20_000) * 3 * Math.PI + 0.5), () => 5), 11);
  const roots = [1, 2, 3].map((k) => ((k * Math.PI - 0.5) / (3 * Math.PI)) * 20_000);
  is(found.turns.length, 3);
  found.turns.forEach(({ at }, i) => ok(Math.abs(at - roots[i]) < 3, `${at} ${roots[i]}`));
  is(found.looked, 2000);
});

test('whole numbers answer with two neighbours, or with the one at which both are equal', () => {
  const between = play(line({ from: 1, to: 64, whole: true }), exact((x) => x, () => 9.4)).found.turns;
  equal(between.map((turn) => turn.between), [[9, 10]]);
  const equalAt = play(line({ from: 1, to: 64, whole: true }), exact((x) => x, () => 9)).found.turns;
  equal(equalAt.map((turn) => [turn.between, turn.below, turn.above]), [[[9, 9], 'a', 'b']]);
});

test('none in the range is an answer', () => {
  const { found } = play(line(), exact((x) => 10 + x, () => 5));
  equal([found.turns, found.touches], [[], []]);
  equal(play(line(), exact(() => 5, () => 5)).found.turns, []);
});

test('a touch without a change of winner is no root, and is told', () => {
  const { found } = play(line(), exact((x) => 5 + ((x - 10_000) / 1e4) ** 2, () => 5));
  equal([found.turns.length, found.touches], [0, [10_000]]);
});

test('a jump through zero is closed in on like a root', () => {
  const { found } = play(line(), exact((x) => (x < 7777 ? 1 : 9), () => 5));
  const [{ between, before, after }] = found.turns;
  ok(between[0] < 7777 && between[1] >= 7777 && between[1] - between[0] <= 2.001);
  equal([before.difference.mean, after.difference.mean], [-4, 4]);
});

test('the interval holds exactly the values at which the two cannot be told apart', () => {
  // Replications differ by -1, 0 and 1 us: the half width is t(2) x 1 / sqrt(3) = 2.484 us, 2484 ns here.
  const { found } = play(line(), (x) => [[-1, 0, 1].map((noise) => 10 + x / 1000 + noise), [20, 20, 20]], 9);
  const [{ interval }] = found.turns;
  ok(interval !== null && interval[0] !== null && interval[1] !== null);
  ok(Math.abs(interval[0] - (10_000 - 2484)) < 25 && Math.abs(interval[1] - (10_000 + 2484)) < 25, String(interval));
});

test('an interval that leaves the range is open, and one replication has none', () => {
  const noisy: Sides = (x) => [[-9, 0, 9].map((noise) => 10 + x / 1000 + noise), [20, 20, 20]];
  equal(play(line(), noisy).found.turns[0].interval, [null, null]);
  is(play(line(), (x) => [[x], [5000]]).found.turns[0].interval, null);
});

test.run();
