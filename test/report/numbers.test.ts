import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { percent, readable, wholeNumber } from '../../src/report/numbers.ts';

const test = suite('numbers');

test('shows three digits, four of large numbers, and none that say nothing', () => {
  const shown = [0, 0.0004, 0.1234, 1.234, 12.34, 123.4, 1234.5, 128_579, -5.4321].map(readable);
  assert.equal(shown, ['0', '<0.001', '0.123', '1.23', '12.3', '123', '1\u202f235', '128\u202f600', '−5.43']);
});

test('shows whole numbers whole', () => {
  assert.equal([0, 1, 999, 1024, 1048576, -4096, null].map(wholeNumber), ['0', '1', '999', '1\u202f024', '1\u202f048\u202f576', '−4\u202f096', '–']);
});

test('shows a dash where there is no number', () => {
  assert.equal([null, Number.NaN, Infinity].map(readable), ['–', '–', '–']);
});

test('never rounds a share to nothing or to all', () => {
  assert.equal([0, 0.001, 0.5, 0.999, 1].map(percent), ['0\u202f%', '<\u202f1\u202f%', '50\u202f%', '>\u202f99\u202f%', '100\u202f%']);
});

test.run();
