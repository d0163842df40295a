import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { normalBelow, rightAfter } from '../../src/calibration/normal.ts';

const test = suite('calibration/normal');
const near = (said: number, known: number, within = 1e-6): void => assert.ok(Math.abs(said - known) <= within, `${said} for ${known}`);

test('shares of the normal distribution are the tabulated ones', () => {
  for (const [x, share] of [[0, 0.5], [1, 0.841344746], [1.959963985, 0.975], [-1.644853627, 0.05], [3, 0.998650102], [-6, 0]] as const) near(normalBelow(x), share, 2e-7);
});

test('a measurement that tells nothing leaves the probability that the lead is no accident', () => {
  near(rightAfter(1.5, 0, 1), normalBelow(1.5));
  near(rightAfter(-1.5, 0, 1), normalBelow(1.5));
});

test('of two that are level who will be ahead is right as the arc tangent says', () => {
  // P of equal signs of two normal numbers of correlation r is 1/2 + asin(r) / pi (Sheppard 1899).
  for (const [told, left] of [[1, 1], [3, 1], [1, 8], [0, 2]] as const) near(rightAfter(0, told, left), 0.5 + Math.asin(Math.sqrt(told / (told + left))) / Math.PI, 1e-4);
});

test('a measurement that tells all leaves no doubt', () => {
  assert.is(rightAfter(0.1, 1, 0), 1);
});

test.run();
