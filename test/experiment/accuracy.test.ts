import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { accuracies } from '../../src/experiment/accuracy.ts';
import type { Row } from '../../src/experiment/validation.ts';

const test = suite('accuracy');

const row = (id: string, error: number, guess: number | null, changes: Partial<Row> = {}): Row => ({
  id, group: 'g', system: 'vhe/null', profile: 'p', metric: 'latency.mean', unit: 'ns', predicted: 100 + error, low: 90, high: 110, measured: 100, above: null, below: null,
  error_pct: error, right: null, evidence: 'primary', use: 'validation', null_value: 1, null_error_pct: guess, null_right: null, null_from: 'x', tolerance: 0, source: 's', remark: null, ...changes,
});
const range = (right: boolean): Row => row('range', 0, 0, { measured: null, right, null_right: false });

test('median and worst error without their sign, and how often the null model is further off', () => {
  const [{ numbers, median_error_pct, worst_error_pct, worst_id, null_median_error_pct, beaten, null_numbers }] =
    accuracies([row('a', -4, 10), row('b', 2, 1), row('c', -30, 20), row('d', 6, null)]);
  assert.equal([numbers, median_error_pct, worst_error_pct, worst_id, null_median_error_pct, beaten, null_numbers], [4, 5, 30, 'c', 10, 1, 3]);
});

test('fitted numbers are kept apart from those that were not', () => {
  assert.equal(accuracies([row('a', 1, 0), row('b', 2, 0, { use: 'fit' }), row('c', 3, 0, { group: 'h' })]).map(({ group, use, numbers }) => [group, use, numbers]), [['g', 'fit', 1], ['g', 'validation', 1], ['h', 'validation', 1]]);
});

test('orderings are counted apart from numbers', () => {
  const [{ right, ranges, null_right, numbers, median_error_pct }] = accuracies([range(true), range(false)]);
  assert.equal([right, ranges, null_right, numbers, median_error_pct], [1, 2, 0, 0, null]);
});

test('only bands that have a width are asked whether they hold the number', () => {
  const [{ in_band, bands }] = accuracies([row('a', 1, 0), row('b', 1, 0, { low: 101, high: 101 }), row('c', 20, 0, { low: 110, high: 130 })]);
  assert.equal([in_band, bands], [1, 2]);
});

test('what is only from memory counts nowhere', () => {
  assert.equal(accuracies([row('a', 99, 0, { evidence: 'unverified' })]), []);
});

test.run();
