import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { Random } from '../../src/sim/random.ts';

const test = suite('sim/random');
const draws = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Share of what two series have in common: 0 where they are independent. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const cross = (x: readonly number[], mx: number, y: readonly number[], my: number): number => mean(x.map((value, i) => (value - mx) * (y[i] - my)));
  return cross(a, ma, b, mb) / Math.sqrt(cross(a, ma, a, ma) * cross(b, mb, b, mb));
}

test('the same seed and purpose give the same draws', () => {
  const [a, b] = [new Random(7, 'service'), new Random(7, 'service')];
  equal(draws(100, () => a.uniform()), draws(100, () => b.uniform()));
});

test('the draws of one seed and purpose never change', () => {
  const random = new Random(1, 'service');
  equal(draws(4, () => random.below(1_000_000)), [296_811, 261_482, 505_237, 95_723]);
});

test('no two of many seeds and purposes begin alike', () => {
  const seeds = [...Array.from({ length: 500 }, (_, i) => i), 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 40, 2 ** 53 - 1];
  const purposes = ['', 'a', 'b', 'c', 'ab', 'ba', 'guest 0 size', 'guest 1 size', 'guest 0 think time'];
  const first = new Set(seeds.flatMap((seed) => purposes.map((purpose) => {
    const random = new Random(seed, purpose);
    return `${random.uniform()} ${random.uniform()}`;
  })));
  is(first.size, seeds.length * purposes.length);
});

test('streams of neighbouring seeds and purposes have nothing in common', () => {
  const count = 4000;
  const stream = (seed: number, purpose: string): number[] => {
    const random = new Random(seed, purpose);
    return draws(count, () => random.uniform());
  };
  const streams = [stream(1, 'a'), stream(2, 'a'), stream(3, 'a'), stream(1, 'b'), stream(2 ** 32 + 1, 'a'), stream(1, 'aa')];
  streams.forEach((a, i) => streams.slice(i + 1).forEach((b, j) => {
    const shared = correlation(a, b);
    ok(Math.abs(shared) < 4.5 / Math.sqrt(count), `streams ${i} and ${i + 1 + j}: ${shared}`);
  }));
});

test('the first draws over successive seeds are as even as those of one stream', () => {
  const firsts = Array.from({ length: 10_000 }, (_, seed) => new Random(seed, 'arrival').uniform());
  ok(Math.abs(mean(firsts) - 0.5) < 4.5 * Math.sqrt(1 / 12 / firsts.length), `${mean(firsts)}`);
  ok(Math.abs(correlation(firsts.slice(1), firsts.slice(0, -1))) < 4.5 / Math.sqrt(firsts.length));
});

test('uniform draws lie in [0, 1) with the moments 1/2, 1/3 and 1/4, evenly over 64 boxes, none tied to the next', () => {
  const random = new Random(11, 'uniform');
  const values = draws(100_000, () => random.uniform());
  ok(values.every((u) => u >= 0 && u < 1));
  for (const power of [1, 2, 3]) {
    const expected = 1 / (power + 1);
    const sd = Math.sqrt((1 / (2 * power + 1) - expected * expected) / values.length);
    ok(Math.abs(mean(values.map((u) => u ** power)) - expected) < 4.5 * sd, `moment ${power}`);
  }
  const boxes = new Array<number>(64).fill(0);
  for (const u of values) boxes[Math.floor(u * 64)]++;
  const each = values.length / 64;
  const chi2 = boxes.reduce((sum, n) => sum + ((n - each) * (n - each)) / each, 0);
  ok(chi2 > 25 && chi2 < 125, `chi square with 63 degrees of freedom: ${chi2}`);
  ok(Math.abs(correlation(values.slice(1), values.slice(0, -1))) < 4.5 / Math.sqrt(values.length));
});

test('the last of the 53 bits is set in half of the uniform draws', () => {
  const random = new Random(5, 'bits');
  const odd = draws(10_000, () => (random.uniform() * 2 ** 53) % 2);
  ok(odd.every((bit) => bit === 0 || bit === 1));
  ok(Math.abs(mean(odd) - 0.5) < 4.5 * 0.5 / 100, `${mean(odd)}`);
});

test('exponential draws are finite and not negative; mean 1, variance 1, memoryless', () => {
  const random = new Random(13, 'exponential');
  const values = draws(100_000, () => random.exponential());
  ok(values.every((x) => x >= 0 && x < 40));
  ok(Math.abs(mean(values) - 1) < 4.5 / Math.sqrt(values.length), `mean ${mean(values)}`);
  ok(Math.abs(mean(values.map((x) => x * x)) - 2) < 4.5 * Math.sqrt(20 / values.length), 'second moment');
  const late = values.filter((x) => x > 1).map((x) => x - 1);
  ok(Math.abs(late.length / values.length - Math.exp(-1)) < 4.5 * Math.sqrt(0.2325 / values.length), 'share above 1');
  ok(Math.abs(mean(late) - 1) < 4.5 / Math.sqrt(late.length), `mean rest ${mean(late)}`);
});

test('whole numbers below n are all met, equally often, and n is not', () => {
  const random = new Random(17, 'below');
  for (const n of [1, 2, 3, 10]) {
    const met = new Array<number>(n).fill(0);
    for (let i = 0; i < 10_000; i++) met[random.below(n)]++;
    is(met.length, n);
    for (const times of met) ok(Math.abs(times - 10_000 / n) <= 4.5 * Math.sqrt((10_000 / n) * (1 - 1 / n)), `${n}: ${met}`);
  }
});

test('normal draws have mean 0, variance 1, no skew, and a twentieth of them beyond 1.96', () => {
  const random = new Random(3, 'price');
  const values = draws(40_000, () => random.normal());
  ok(Math.abs(mean(values)) < 0.02);
  ok(Math.abs(mean(values.map((value) => value * value)) - 1) < 0.03);
  ok(Math.abs(mean(values.map((value) => value ** 3))) < 0.06);
  ok(Math.abs(values.filter((value) => Math.abs(value) > 1.96).length / values.length - 0.05) < 0.005);
});

test.run();
