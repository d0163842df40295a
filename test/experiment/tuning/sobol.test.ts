import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { Random } from '../../../src/sim/random.ts';
import { sobolDesign, sobolIndices } from '../../../src/experiment/tuning/sobol.ts';
import { ishigami, linear, sobolG } from './known-functions.ts';

const test = suite('experiment/tuning/sobol');

for (const [name, known] of Object.entries({ ishigami, sobolG, linear })) {
  test(`${name}: the indices are the known ones, and the intervals hold nearly all of them`, () => {
    const groups = known.first.map((_, factor) => [factor]);
    const design = sobolDesign(groups, 2048, new Random(3, name));
    is(design.points.length, 2048 * (known.factors + 2));
    const { indices } = sobolIndices(design, design.points.map(known.of), new Random(4, name));
    if (indices === null) throw new Error('it varies');
    let held = 0;
    for (const [i, { first, firstInterval, total, totalInterval }] of indices.entries()) {
      ok(Math.abs(first - known.first[i]) < 0.06, `first of ${i}: ${first}, not ${known.first[i]}`);
      ok(Math.abs(total - known.total[i]) < 0.06, `total of ${i}: ${total}, not ${known.total[i]}`);
      ok(firstInterval[0] <= first && first <= firstInterval[1] && totalInterval[0] <= total && total <= totalInterval[1]);
      held += Number(firstInterval[0] <= known.first[i] && known.first[i] <= firstInterval[1]) + Number(totalInterval[0] <= known.total[i] && known.total[i] <= totalInterval[1]);
    }
    ok(held >= 2 * known.factors - 1, `${held} of ${2 * known.factors}`);
  });
}

test('intervals are as wide as chance: over 40 seeds they hold the known index about 95 times in 100', () => {
  let held = 0;
  for (let seed = 0; seed < 40; seed++) {
    const design = sobolDesign([[0], [1], [2]], 256, new Random(seed, 'design'));
    const { indices } = sobolIndices(design, design.points.map(ishigami.of), new Random(seed, 'bootstrap'));
    for (const [i, { totalInterval: [low, high] }] of (indices ?? []).entries()) held += Number(low <= ishigami.total[i] && ishigami.total[i] <= high);
  }
  ok(held >= 104 && held <= 120, `${held} of 120`);
});

test('a group has the variance of its factors together', () => {
  const design = sobolDesign([[0, 2], [1]], 2048, new Random(5, 'groups'));
  const { indices } = sobolIndices(design, design.points.map(ishigami.of), new Random(5, 'bootstrap'));
  const [pair, alone] = indices ?? [];
  ok(Math.abs(pair.first - (1 - ishigami.first[1])) < 0.06 && Math.abs(pair.total - pair.first) < 0.06, 'with both of an interaction inside nothing is left between groups');
  ok(Math.abs(alone.first - ishigami.first[1]) < 0.06);
});

test('what does not vary has no indices, and the same seed gives the same points', () => {
  const design = sobolDesign([[0], [1]], 16, new Random(1, 'flat'));
  is(sobolIndices(design, design.points.map(() => 0.1), new Random(1, 'b')).indices, null);
  equal(sobolDesign([[0], [1]], 16, new Random(1, 'flat')), design);
});

test.run();
