import { suite } from 'uvu';
import { equal, ok } from 'uvu/assert';
import { changePoints } from '../../../src/experiment/compare/change-points.ts';
import { Random } from '../../../src/sim/random.ts';

const test = suite('change points');

/** Runs at these levels with three replications that have their own luck and a little noise (sd in shares). */
function history(levels: readonly number[], noise: number, seed = 1): readonly (readonly number[])[] {
  const random = new Random(seed, 'test');
  const luck = [0.8, 1, 1.3];
  return levels.map((level) => luck.map((factor) => level * factor * (1 + noise * random.normal())));
}
const steps = (...parts: readonly (readonly [level: number, runs: number])[]): readonly number[] => parts.flatMap(([level, runs]) => Array.from({ length: runs }, () => level));
const places = (runs: readonly (readonly number[])[]): readonly number[] => changePoints(runs).map(({ at }) => at);

test('steps are found where they are, with their size', () => {
  for (const noise of [0, 0.002]) {
    const found = changePoints(history(steps([10, 6], [11, 7], [10.5, 6]), noise));
    equal(found.map(({ at }) => at), [6, 13]);
    for (const [i, ratio] of [1.1, 10.5 / 11].entries()) ok(Math.abs(found[i].ratio - ratio) < 0.005, `${found[i].ratio}`);
    ok(found.every(({ p }) => p <= 0.05));
  }
  equal(places(history(steps([100, 3], [99, 9]), 0.001)), [3]);
});

test('the last run alone can be a step, and four runs of three replications show one', () => {
  equal(places(history(steps([10, 12], [12, 1]), 0.001)), [12]);
  equal(places(history(steps([10, 2], [12, 2]), 0.001)), [2]);
});

test('backwards the steps are at the same places and their ratios the inverse', () => {
  const runs = history(steps([10, 5], [14, 8], [9, 5]), 0.003);
  const [forth, back] = [changePoints(runs), changePoints([...runs].reverse())];
  equal(back.map(({ at }) => runs.length - at).reverse(), forth.map(({ at }) => at));
  for (const [i, { ratio }] of forth.entries()) ok(Math.abs(ratio * back[back.length - 1 - i].ratio - 1) < 1e-9);
});

test('what does not change has none, be it positive or zero', () => {
  equal(places(history(steps([10, 20]), 0)), []);
  equal(places(history(steps([0, 8]), 0)), []);
  equal(places([[1, 2, 3]]), []);
  equal(changePoints(history(steps([0, 5], [3, 5]), 0)).map(({ at, ratio }) => [at, ratio]), [[5, Infinity]]);
});

test('noise alone has one in hardly more than one of twenty histories', () => {
  const seeds = Array.from({ length: 100 }, (_, i) => i + 1);
  const wrong = seeds.filter((seed) => places(history(steps([10, 12]), 0.02, seed)).length > 0).length;
  ok(wrong <= 11, `${wrong} of 100`);
});

test('a step of the size of the noise is found in most long histories, near its place', () => {
  const seeds = Array.from({ length: 20 }, (_, i) => i + 1);
  const found = seeds.filter((seed) => places(history(steps([10, 15], [10.2, 15]), 0.02, seed)).some((at) => Math.abs(at - 15) <= 3)).length;
  ok(found >= 15, `${found} of 20`);
});

test('the same history has the same change points each time', () => {
  const runs = history(steps([10, 5], [10.1, 5]), 0.01);
  equal(changePoints(runs), changePoints(runs));
});

test.run();
