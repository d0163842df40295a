import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as fc from 'fast-check';
import { between, crossing } from '../../src/report/crossing.ts';

const test = suite('crossing');

const LENGTHS = [1, 16, 256, 1024];
const whole = (min: number, max: number) => fc.integer({ min, max });

function pairs(ours: (length: number) => number, theirs: (length: number) => number, lengths: readonly number[] = LENGTHS) {
  return lengths.map((length) => ({ length, ours: ours(length), theirs: theirs(length) }));
}

test('of two affine latencies is where they are equal, whatever lengths were run', () => {
  // 100 + length = fixed + perByte * length has its root strictly between 1 and 1024.
  fc.assert(fc.property(whole(2, 50), whole(2, 1023), fc.shuffledSubarray([2, 16, 60, 256, 1000]), (perByte, root, inner) => {
    const fixed = 100 + root - perByte * root;
    const found = crossing(pairs((n) => 100 + n, (n) => fixed + perByte * n, [...inner, 1024, 1]));
    assert.is(found.kind, 'from');
    assert.ok(found.kind === 'from' && Math.abs(found.length - root) < 1e-9 * root);
  }));
});

test('is exact to the last bit where every number is whole', () => {
  // 10 = 2 n at n = 5; between 1 and 9 the differences are 8 and -8.
  assert.equal(crossing(pairs(() => 10, (n) => 2 * n, [1, 9])), { kind: 'from', length: 5 });
});

test('is from the first byte where virtio is always ahead, and never where it never is', () => {
  assert.equal(crossing(pairs((n) => n, (n) => n + 1)), { kind: 'always' });
  assert.equal(crossing(pairs((n) => n + 1, (n) => n)), { kind: 'never' });
  assert.equal(crossing(pairs((n) => n, (n) => n)), { kind: 'never' });
});

test('swapping the two turns from into below at the same length', () => {
  fc.assert(fc.property(whole(2, 1023), (root) => {
    const ahead = crossing(pairs((n) => 3 * root + n, (n) => 4 * n));
    const behind = crossing(pairs((n) => 4 * n, (n) => 3 * root + n));
    assert.equal([ahead.kind, behind.kind], ['from', 'below']);
    assert.is('length' in ahead && 'length' in behind && ahead.length, 'length' in behind && behind.length);
  }));
});

test('of many is the last: from there on nothing changes', () => {
  // Ahead at 1, behind at 16, ahead at 256 and beyond: differences 2 and -2 around the middle of 16 and 256.
  assert.equal(crossing([[1, -1], [16, 2], [256, -2], [1024, -9]].map(([length = 0, d = 0]) => ({ length, ours: 10 + d, theirs: 10 }))), { kind: 'from', length: 136 });
});

test('interpolation meets what was run and nothing lies outside', () => {
  const known = [{ length: 1, value: 3 }, { length: 5, value: 11 }];
  assert.equal([1, 2, 5, 0.5, 6].map((length) => between(known, length)), [3, 5, 11, null, null]);
});

test.run();
