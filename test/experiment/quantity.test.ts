import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, throws } from 'uvu/assert';
import { durationNs, instructionCount, plainNumber, sizeBytes, unitOf } from '../../src/experiment/quantity.ts';

const test = suite('experiment/quantity');

test('times become ns', () => {
  equal(['800', 800, '800ns', '1.5us', '1.5 us', '1.5\u00b5s', '1.5\u03bcs', '2ms', '1s', '3e-6s', '250ps', '.5us', '0'].map(durationNs), [800, 800, 800, 1500, 1500, 1500, 1500, 2e6, 1e9, 3000, 0.25, 500, 0]);
});

test('the point moves without rounding', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 999_999_999 }), (ps) => equal(durationNs(`${Math.floor(ps / 1000)}.${String(ps % 1000).padStart(3, '0')}us`), ps)));
  equal(durationNs('1.001us'), 1001);
});

test('k is 1024 bytes, as in fio', () => {
  equal(['512', 512, '4k', '4K', '64Ki', '64KiB', '1M', '1.5Mi', '1G', '7B'].map(sizeBytes), [512, 512, 4096, 4096, 65536, 65536, 1048576, 1572864, 1073741824, 7]);
});

test('numbers and instructions bear no other unit', () => {
  equal([plainNumber('1e3'), plainNumber('-2'), instructionCount('1200instructions'), instructionCount(1200)], [1000, -2, 1200, 1200]);
  equal(['1us', '5', '5instructions', '5k', 'x', true].map(unitOf), ['time', 'none', 'instructions', undefined, undefined, undefined]);
});

test('minus zero is zero', () => {
  equal(Object.is(durationNs('-0'), 0), true);
});

test('refuses with the value and what would be right', () => {
  throws(() => durationNs('1.5q'), '1.5q is no time (write 800, 800ns, 1.5us, 2ms or 1s; a plain number is ns)');
  throws(() => durationNs('constructor'), 'constructor is no time');
  throws(() => durationNs('1toString'), '1toString is no time');
  throws(() => sizeBytes('4kk'), '4kk is no size (write 512, 4k, 64Ki or 1M; k is 1024 bytes)');
  throws(() => plainNumber('4k'), '4k is no plain number');
  throws(() => instructionCount('1us'), '1us is no number of instructions');
  throws(() => plainNumber('1e999'), '1e999 is too large to be a number here');
  for (const raw of ['NaN', NaN, 'Infinity', Infinity, '', ' ', '1,000', '0x10', '--1', '1e', true]) throws(() => durationNs(raw), /is no time/, String(raw));
});

test.run();
