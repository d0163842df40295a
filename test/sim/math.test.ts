import fc from 'fast-check';
import { suite } from 'uvu';
import { is, ok } from 'uvu/assert';
import { exp, ln } from '../../src/sim/math.ts';

const test = suite('sim/math');

/** Distance in units in the last place of what it should be. */
function units(actual: number, expected: number): number {
  if (actual === expected) return 0;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(expected));
  view.setBigUint64(0, view.getBigUint64(0) + 1n);
  return Math.abs(actual - expected) / (view.getFloat64(0) - Math.abs(expected));
}

/** Positive normal numbers of every exponent. */
const positive = fc.tuple(fc.integer({ min: -1021, max: 1022 }), fc.double({ min: 1, max: 2, noNaN: true })).map(([power, mantissa]) => mantissa * 2 ** power);

test('the logarithm is within 3 units of Math.log for numbers of every size', () => {
  fc.assert(fc.property(positive, (x) => ok(units(ln(x), Math.log(x)) <= 3, `ln(${x}) = ${ln(x)}, not ${Math.log(x)}`)), { numRuns: 20_000 });
});

test('the logarithm is within 3 units around 1, where it vanishes, and around the square root of 2, where it splits', () => {
  for (const centre of [1, Math.SQRT2, Math.SQRT1_2, 2, 0.5]) {
    for (let k = 0; k <= 52; k++) {
      for (const x of [centre * (1 + 2 ** -k), centre * (1 - 2 ** -(k + 1))]) ok(units(ln(x), Math.log(x)) <= 3, `ln(${x}) = ${ln(x)}, not ${Math.log(x)}`);
    }
  }
});

test('ln 1 is 0, exactly', () => {
  is(ln(1), 0);
});

test('the logarithm of all that an exponential draw can ask for is finite and not above 0', () => {
  for (let k = 0; k <= 53; k++) ok(ln(2 ** -k) <= 0 && ln(1 - 2 ** -53 * 2 ** Math.min(k, 52)) <= 0, `2^-${k}`);
});

test('it rises with its argument', () => {
  fc.assert(fc.property(positive, (x) => ok(ln(x) < ln(x * 1.000001))), { numRuns: 2000 });
});

test('the exponential is within 3 units of Math.exp, and exact at 0', () => {
  fc.assert(fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => ok(units(exp(x), Math.exp(x)) <= 3, `exp(${x}) = ${exp(x)}, not ${Math.exp(x)}`)), { numRuns: 20_000 });
  is(exp(0), 1);
});

test.run();
