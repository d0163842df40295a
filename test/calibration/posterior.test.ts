import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { posterior } from '../../src/calibration/posterior.ts';

const test = suite('calibration/posterior');
const near = (actual: number, expected: number, what = ''): void => assert.ok(Math.abs(actual - expected) < 1e-9, `${what} ${actual} for ${expected}`);

test('one number and one unknown: the mean of both, weighted by their information', () => {
  // r = 3 with slope 2: z = 2 x 3 / (1 + 4), variance 1 / (1 + 4), leverage 4 / 5
  const { estimate, covariance, leverage, information } = posterior({ residuals: [3], slopes: [[2]] });
  near(estimate[0], 1.2);
  near(covariance[0][0], 0.2);
  near(leverage[0], 0.8);
  near(information, 0.8);
});

test('a sum of two alike is shared, and only the sum is known', () => {
  const { estimate, covariance } = posterior({ residuals: [100], slopes: [[1000, 1000]] });
  near(estimate[0], estimate[1]);
  assert.ok(Math.abs(covariance[0][1] / covariance[0][0] + 1) < 1e-5, 'what one has, the other has not');
  assert.ok(covariance[0][0] > 0.49 && covariance[0][0] < 0.51);
});

test('what no number speaks of stays at its prior', () => {
  const { estimate, covariance } = posterior({ residuals: [5, -1], slopes: [[1, 0], [2, 0]] });
  near(estimate[1], 0);
  near(covariance[1][1], 1);
});

/** In thousandths: a cost either moves a number or does not; by 1e-323 it moves none. */
const slope = fc.integer({ min: -5000, max: 5000 }).map((thousandths) => thousandths / 1000);
const problem = fc.integer({ min: 1, max: 6 }).chain((unknowns) => fc.array(
  fc.record({ residual: fc.double({ min: -10, max: 10, noNaN: true }), slopes: fc.array(slope, { minLength: unknowns, maxLength: unknowns }) }),
  { minLength: 1, maxLength: 8 },
)).map((rows) => ({ residuals: rows.map(({ residual }) => residual), slopes: rows.map(({ slopes }) => slopes) }));

test('it is the least of squared residuals and squared unknowns: no step in any direction is better', () => {
  fc.assert(fc.property(problem, fc.infiniteStream(fc.double({ min: -0.1, max: 0.1, noNaN: true })), ({ residuals, slopes }, steps) => {
    const cost = (z: readonly number[]): number =>
      residuals.reduce((sum, residual, i) => sum + (residual - slopes[i].reduce((s, slope, j) => s + slope * z[j], 0)) ** 2, 0) + z.reduce((sum, value) => sum + value * value, 0);
    const { estimate } = posterior({ residuals, slopes });
    const other = estimate.map((value) => value + steps.next().value);
    assert.ok(cost(estimate) <= cost(other) + 1e-7 * (1 + cost(other)));
  }), { numRuns: 300 });
});

test('information is what the leverages sum to, and at most the numbers and the unknowns', () => {
  fc.assert(fc.property(problem, ({ residuals, slopes }) => {
    const { leverage, information, covariance } = posterior({ residuals, slopes });
    assert.ok(Math.abs(leverage.reduce((sum, value) => sum + value, 0) - information) < 1e-7);
    assert.ok(information <= Math.min(residuals.length, slopes[0].length) + 1e-9);
    covariance.forEach((row, i) => {
      assert.ok(row[i] > -1e-9 && row[i] <= 1 + 1e-9, 'data never make a price less sure');
      row.forEach((value, j) => assert.ok(Math.abs(value - covariance[j][i]) < 1e-9));
    });
  }), { numRuns: 300 });
});

test('an error of a number left out is its error divided by what it does not pull', () => {
  const slopes = [[1, 0.5], [0.3, 2], [1.5, -1]];
  const residuals = [2, -1, 0.5];
  const whole = posterior({ residuals, slopes });
  residuals.forEach((residual, i) => {
    const without = posterior({ residuals: residuals.filter((_, k) => k !== i), slopes: slopes.filter((_, k) => k !== i) });
    const missed = (z: readonly number[]): number => residual - slopes[i][0] * z[0] - slopes[i][1] * z[1];
    near(missed(whole.estimate) / (1 - whole.leverage[i]), missed(without.estimate), `row ${i}`);
  });
});

test.run();
