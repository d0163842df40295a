import fc from 'fast-check';
import { suite } from 'uvu';
import { equal } from 'uvu/assert';
import { sorted } from '../../src/experiment/sorted.ts';

const test = suite('sorted');
const times = (max: number) => fc.array(fc.integer({ min: 0, max }), { maxLength: 3000, size: 'max' }).map((list) => Float64Array.from(list));

test('nothing, one value and equal values stay as they are', () => {
  for (const list of [[], [7], [0, 0, 0], [5, 5]]) equal(sorted(Float64Array.from(list)), Float64Array.from(list));
});

test('the largest time that can be counted has its place', () => {
  equal([...sorted(Float64Array.of(2 ** 53 - 1, 0, 2 ** 33, 2 ** 53 - 2, 2047, 2048))], [0, 2047, 2048, 2 ** 33, 2 ** 53 - 2, 2 ** 53 - 1]);
});

for (const max of [3000, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
  test(`any times up to ${max} come out as the built-in sort has them, and the given ones are left alone`, () => {
    fc.assert(fc.property(times(max), (values) => {
      const before = values.slice();
      equal(sorted(values), before.slice().sort());
      equal(values, before);
    }), { numRuns: 50 });
  });
}

test.run();
