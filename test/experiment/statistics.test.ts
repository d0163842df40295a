import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { interval95, mean, pairedDifference, quantile, studentT975 } from '../../src/experiment/statistics.ts';
import { Random } from '../../src/sim/random.ts';

const test = suite('experiment/statistics');
const values = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 2, maxLength: 40, size: 'max' });

function near(actual: number, expected: number, tolerance: number, what = ''): void {
  ok(Math.abs(actual - expected) <= tolerance, `${what} ${actual}, not ${expected}`);
}

test('the quantiles of Student\'s t stand in the tables', () => {
  const table: readonly (readonly [degrees: number, t: number])[] = [
    [1, 12.7062], [2, 4.3027], [3, 3.1824], [4, 2.7764], [5, 2.5706], [9, 2.2622], [10, 2.2281], [20, 2.086], [29, 2.0452], [30, 2.0423],
    [31, 2.0395], [40, 2.0211], [60, 2.0003], [80, 1.9901], [100, 1.984], [120, 1.9799], [1000, 1.9623], [1e9, 1.96],
  ];
  for (const [degrees, t] of table) near(studentT975(degrees), t, 6e-4, `${degrees} degrees of freedom:`);
});

/** Probability that |T| is below t, by Simpson's rule over the angle whose tangent is t / sqrt(degrees). */
function within(t: number, degrees: number): number {
  const area = (to: number): number => {
    const n = 2000;
    let sum = 0;
    for (let i = 0; i <= n; i++) sum += (i === 0 || i === n ? 1 : i % 2 === 1 ? 4 : 2) * Math.cos((to * i) / n) ** (degrees - 1);
    return (sum * to) / n / 3;
  };
  return area(Math.atan(t / Math.sqrt(degrees))) / area(Math.PI / 2);
}

test('95 % of Student\'s t lie within its quantile, at any degrees of freedom, in the table and beyond', () => {
  for (let degrees = 1; degrees <= 120; degrees++) near(within(studentT975(degrees), degrees), 0.95, 6e-5, `${degrees}:`);
});

test('the quantiles of t fall towards the normal one, and there is none without a degree of freedom', () => {
  for (let degrees = 1; degrees < 300; degrees++) ok(studentT975(degrees) > studentT975(degrees + 1), `${degrees}`);
  ok(studentT975(1e6) > 1.959963984540054);
  is(Number.isNaN(studentT975(0)), true);
});

test('an interval by hand: 1, 2, 3 has the mean 2 and 4.303 standard errors to both sides', () => {
  const [low, high] = interval95([1, 2, 3]) ?? [NaN, NaN];
  near(low, 2 - 4.303 / Math.sqrt(3), 1e-12);
  near(high, 2 + 4.303 / Math.sqrt(3), 1e-12);
});

test('one value, or none, has no interval', () => {
  equal([interval95([]), interval95([5])], [null, null]);
});

test('equal values have an interval of no width', () => {
  equal(interval95([7, 7, 7, 7]), [7, 7]);
});

test('an interval lies around its mean, moves along with the values and grows with their spread', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 2, max: 10 }), (list, by, times) => {
      const [low, high] = interval95(list) ?? [NaN, NaN];
      near((low + high) / 2, mean(list), 1e-6);
      const [movedLow, movedHigh] = interval95(list.map((x) => x + by)) ?? [NaN, NaN];
      near(movedLow, low + by, 1e-6);
      near(movedHigh, high + by, 1e-6);
      const [wideLow, wideHigh] = interval95(list.map((x) => times * x)) ?? [NaN, NaN];
      near(wideHigh - wideLow, times * (high - low), 1e-5);
    }),
  );
});

test('of many intervals over few normal values, 95 % hold the true mean', () => {
  const random = new Random(3, 'normal');
  const normal = (): number => Math.sqrt(2 * random.exponential()) * Math.cos(2 * Math.PI * random.uniform());
  for (const count of [2, 5, 20]) {
    const tries = 4000;
    let holding = 0;
    for (let i = 0; i < tries; i++) {
      const [low, high] = interval95(Array.from({ length: count }, normal)) ?? [NaN, NaN];
      if (low <= 0 && 0 <= high) holding++;
    }
    near(holding / tries, 0.95, 4.5 * Math.sqrt((0.95 * 0.05) / tries), `${count} values:`);
  }
});

test('a paired difference is the interval of the differences, and turns its sign with the sides', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -1000, max: 1000 })), { minLength: 2, maxLength: 30, size: 'max' }), (pairs) => {
      const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
      const there = pairedDifference(a, b);
      const back = pairedDifference(b, a);
      equal([there.low, there.high], interval95(pairs.map(([x, y]) => x - y)));
      near(back.mean, -there.mean, 1e-9);
      near(back.low, -there.high, 1e-9);
      near(back.high, -there.low, 1e-9);
      is(there.differs, there.low > 0 || there.high < 0);
    }),
  );
});

test('what varies together is told apart though its intervals overlap', () => {
  const a = [10, 20, 30, 40, 50];
  const b = a.map((x, i) => x + 1 + 0.01 * i);
  const { differs, low, high } = pairedDifference(b, a);
  ok(differs && low > 0.9 && high < 1.2);
  const [lowA, highA] = interval95(a) ?? [NaN, NaN];
  ok(lowA < mean(b) && mean(b) < highA);
});

test('nothing differs from itself, and one replication proves no difference', () => {
  equal(pairedDifference([1, 5, 9], [1, 5, 9]), { mean: 0, low: 0, high: 0, differs: false });
  equal(pairedDifference([100], [1]), { mean: 99, low: -Infinity, high: Infinity, differs: false });
});

test('a quantile is the smallest value with at least that share at or below it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 200, size: 'max' }), fc.integer({ min: 1, max: 1000 }), (list, perMille) => {
      const sorted = Float64Array.from(list).sort();
      const enough = (value: number): boolean => 1000 * sorted.filter((x) => x <= value).length >= perMille * sorted.length;
      is(quantile(sorted, perMille / 1000), sorted.find(enough));
    }),
    { numRuns: 500 },
  );
});

test('the k-th of n values is their k/n quantile, whatever k/n rounds to', () => {
  for (const n of [1, 2, 3, 7, 10, 30, 49, 100, 1000]) {
    const sorted = Float64Array.from({ length: n }, (_, i) => i + 1);
    for (let k = 1; k <= n; k++) is(quantile(sorted, k / n), k, `${k}/${n}`);
  }
});

test('the quantile of 0 is the least value, of 1 the greatest; of one value always that one, of none 0', () => {
  const sorted = Float64Array.of(3, 5, 8);
  equal([quantile(sorted, 0), quantile(sorted, 1)], [3, 8]);
  equal([0, 0.001, 0.5, 0.9999, 1].map((share) => quantile(Float64Array.of(4), share)), [4, 4, 4, 4, 4]);
  is(quantile(new Float64Array(0), 0.5), 0);
});

test.run();
