import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, ok } from 'uvu/assert';
import { editDistance, nearest } from '../../src/experiment/nearest.ts';

const test = suite('experiment/nearest');
const word = fc.string({ unit: fc.constantFrom(...'abc'), maxLength: 7 });

test('counts inserted, deleted, replaced and swapped letters', () => {
  equal(editDistance('vhots', 'vhost'), 1);
  equal(editDistance('kitten', 'sitting'), 3);
  equal(editDistance('', 'abc'), 3);
});

test('is none to itself, the same both ways, and one edit is at most one', () => {
  fc.assert(
    fc.property(word, word, fc.nat(7), fc.constantFrom('', 'a', 'b'), (a, b, at, put) => {
      equal(editDistance(a, a), 0);
      equal(editDistance(a, b), editDistance(b, a));
      ok(a === b || editDistance(a, b) > 0);
      ok(editDistance(a, b) <= Math.max(a.length, b.length));
      ok(editDistance(a, a.slice(0, at) + put + a.slice(at + 1)) <= 1);
    }),
  );
});

test('finds a misspelt word, whatever its capitals', () => {
  equal(nearest('vhots', ['null', 'vhost', 'sidecore']), 'vhost');
  equal(nearest('VHOST', ['null', 'vhost']), 'vhost');
  equal(nearest('no-poling', ['no-polling', 'hvisor-2026']), 'no-polling');
});

test('guesses nothing for a word that is like none', () => {
  equal(nearest('frobnicate', ['vhost', 'null']), undefined);
  equal(nearest('x'.repeat(100_000), ['vhost']), undefined);
  equal(nearest('a', []), undefined);
});

test('of equally near words the first is taken', () => {
  equal(nearest('cat', ['bat', 'hat']), 'bat');
});

test.run();
