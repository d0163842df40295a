import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { drawnProfiles } from '../../src/experiment/drawn-profile.ts';
import { beats, oddsOf } from '../../src/experiment/odds.ts';
import { Random } from '../../src/sim/random.ts';
import { labProfile } from '../specimen.ts';

const test = suite('odds');

const near = (said: number, known: number, within: number): void => assert.ok(Math.abs(said - known) <= within, `${said} for ${known}`);
/** Pairs of which so many were won twice, so many lost twice, and the rest half and half. */
const pairs = (twice: number, never: number, half: number): readonly number[] =>
  [...Array.from({ length: twice }, () => [1, 1]), ...Array.from({ length: never }, () => [0, 0]), ...Array.from({ length: half }, () => [1, 0])].flat();

test('the interval is Wilson\'s where pairs agree as chance has it', () => {
  // 98 of 100 (Newcombe 1998 has the formula): 0.9300 to 0.9945; two halves that differ agree less than chance.
  const { share, low, high } = oddsOf(pairs(48, 0, 2));
  assert.is(share, 0.98);
  near(low, 0.93, 0.0005);
  near(high, 0.9945, 0.0005);
});

test('what was never and what was always so has an interval to the end, and few draws leave it wide', () => {
  assert.equal(oddsOf(pairs(10, 0, 0)).high, 1);
  assert.equal(oddsOf(pairs(0, 10, 0)).low, 0);
  near(oddsOf(pairs(10, 0, 0)).low, 1 / (1 + 1.96 ** 2 / 20), 0.0001);
  assert.ok(oddsOf(pairs(500, 0, 0)).low > 0.99 && oddsOf(pairs(1, 0, 0)).low < 0.4);
});

test('pairs whose halves always agree count once', () => {
  const [agree, differ] = [oddsOf(pairs(20, 20, 0)), oddsOf(pairs(0, 0, 40))];
  assert.equal([agree.share, differ.share], [0.5, 0.5]);
  near((agree.high - agree.low) / (differ.high - differ.low), Math.SQRT2, 0.06);
});

test('one beats the other or the other way round, and equals share', () => {
  const [a, b] = [[1, 2, 3, 4], [2, 2, 2, 2]];
  assert.equal(beats(a, b, 'less'), [1, 0.5, 0, 0]);
  assert.equal(beats(a, b, 'more'), [0, 0.5, 1, 1]);
  assert.is(oddsOf(beats(a, b, 'less')).share + oddsOf(beats(b, a, 'less')).share, 1);
});

test('the probability that one price is below another is the known one of two log-normal numbers', () => {
  const profile = labProfile('neoverse-n1');
  const priced = (value: number, sd: number) => ({ ...profile.costs['context_switch'], value, sd });
  const both = { ...profile, costs: { ...profile.costs, context_switch: priced(1000, 300), eventfd_read: priced(1200, 500) } };
  const draws = drawnProfiles(both, 4000, 3);
  const prices = (id: string) => draws.map(({ costs }) => costs[id].value);
  // Phi(ln(1200 / 1000) / sqrt(ln(1 + 0.3^2) + ln(1 + (5/12)^2))) = Phi(0.3674) = 0.6433
  const { share, low, high } = oddsOf(beats(prices('context_switch'), prices('eventfd_read'), 'less'));
  near(share, 0.6433, 0.02);
  assert.ok(low < 0.6433 && 0.6433 < high && high - low < 0.04);
});

test('of 200 such questions the interval holds the truth as often as it says, or more', () => {
  const held = Array.from({ length: 200 }, (_, seed) => {
    const random = new Random(seed, 'pairs');
    const draws = Array.from({ length: 20 }, () => random.normal()).flatMap((deviate) => [deviate, -deviate]);
    // Above 0.8416 lies a fifth of a normal distribution.
    const { low, high } = oddsOf(draws.map((deviate) => (deviate > 0.8416 ? 1 : 0)));
    return low < 0.2 && 0.2 < high;
  });
  assert.ok(held.filter(Boolean).length >= 190, String(held.filter(Boolean).length));
});

test.run();
