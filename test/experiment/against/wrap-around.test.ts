import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { wrapAround } from '../../../src/experiment/against/wrap-around.ts';

const test = suite('experiment/against/wrap-around');

/** Letters are alike when they are the same, and almost alike in another case. */
const alike = (text: string, pattern: string): readonly Uint8Array[] =>
  [...text].map((letter) => Uint8Array.from([...pattern], (other) => (letter === other ? 2 : letter.toLowerCase() === other.toLowerCase() ? 1 : 0)));
const aligned = (text: string, pattern: string) => wrapAround(alike(text, pattern), pattern.length);

/** The best alignment with the pattern written out so often that no alignment could need more of it; both of its ends are free. */
function unrolled(text: string, pattern: string): number {
  const long = pattern.repeat(text.length + 2);
  const rows = alike(text, long);
  let row = new Array<number>(long.length + 1).fill(0);
  for (const likeness of rows) {
    const next = [row[0] - 1];
    for (let j = 1; j <= long.length; j++) next.push(Math.max(row[j] - 1, next[j - 1] - 1, likeness[j - 1] === 0 ? -Infinity : row[j - 1] + likeness[j - 1]));
    row = next;
  }
  return Math.max(...row);
}

test('what repeats without a fault matches everywhere, from wherever it begins to wherever it ends', () => {
  fc.assert(fc.property(fc.nat(4), fc.integer({ min: 1, max: 40 }), (from, length) => {
    const text = 'abcde'.repeat(10).slice(from, from + length);
    const { score, places, passes, missed } = aligned(text, 'abcde');
    is(score, 2 * length);
    equal([...places], [...text].map((letter) => 'abcde'.indexOf(letter)));
    equal([...passes], [...text].map((_, i) => Math.floor((from + i) / 5)));
    equal(missed, []);
  }));
});

test('what is too much and what is missing is found where it is', () => {
  const { places, passes, missed } = aligned('abcdabxcdacd', 'abcd');
  equal([...places], [0, 1, 2, 3, 0, 1, -1, 2, 3, 0, 2, 3]);
  equal([...passes], [0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2]);
  equal(missed, [{ place: 1, pass: 2, before: 10 }]);
});

test('of two that can be the same place the first one is', () => {
  equal([...aligned('abcdeeab', 'abcde').places], [0, 1, 2, 3, 4, -1, 0, 1]);
});

test('the score is that of the best alignment with the pattern written out, and of what is said of each letter', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'c'), maxLength: 14 }), fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 5 }), (text, pattern) => {
    const { score, places, missed } = aligned(text, pattern);
    is(score, unrolled(text, pattern));
    const likeness = alike(text, pattern);
    is(score, places.reduce((sum, place, i) => sum + (place < 0 ? -1 : likeness[i][place]), 0) - missed.length);
  }), { numRuns: 500 });
});

test('matched and missed places follow one another around the pattern', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'x'), maxLength: 30 }), (text) => {
    const { places, passes, missed } = aligned(text, 'abcb');
    const walked = [
      ...[...places].flatMap((place, i) => (place < 0 ? [] : [{ place, pass: passes[i] }])), ...missed,
    ].map(({ place, pass }) => pass * 4 + place).sort((a, b) => a - b);
    ok(walked.every((at, i) => at === walked[0] + i), walked.join(' '));
  }));
});

test('a pattern of nothing matches nothing', () => {
  const { score, places } = wrapAround([new Uint8Array(0), new Uint8Array(0)], 0);
  equal([score, ...places], [-2, -1, -1]);
});

test.run();
