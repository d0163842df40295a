import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { drawnRequests, drawnRounds, uncertaintyOf } from '../../src/experiment/drawn-trials.ts';
import type { Metrics, Uncertainty } from '../../src/experiment/results.ts';
import type { Profile, TrialSpec } from '../../src/experiment/spec.ts';
import { trial } from '../../src/experiment/trial.ts';
import { specimen } from '../specimen.ts';

const test = suite('drawn trials');

const specs = [specimen('vhe/vhost'), specimen('nvhe/user-thread')];
const surer = (profile: Profile, factor: number): Profile =>
  ({ ...profile, costs: Object.fromEntries(Object.entries(profile.costs).map(([id, entry]) => [id, { ...entry, sd: factor * entry.sd }])) });

function uncertainty(spec: TrialSpec, draws = 20): { readonly metrics: Metrics; readonly found: Uncertainty } {
  const result = trial(spec);
  return { metrics: result.metrics, found: uncertaintyOf(result, [...drawnRounds([spec], draws)].map(([drawn]) => trial(drawn).metrics)) };
}

const wide = ([low, high]: readonly [number, number]): number => Math.log(high / low);
const mean = ({ prices95 }: Uncertainty): readonly [number, number] => prices95.latency_us.mean ?? [NaN, NaN];

test('rounds come for each profile, its own first, and every system meets the same prices and the same requests', () => {
  const rounds = [...drawnRounds(specs, 6)];
  assert.is(rounds.length, 7);
  for (const round of rounds) {
    assert.equal(round.map(({ system }) => system), ['vhe/vhost', 'nvhe/user-thread']);
    assert.is(round[0].profile, round[1].profile);
  }
  assert.is(rounds[0][0].profile, specs[0].profile);
  assert.is(new Set(rounds.map(([{ profile }]) => profile.costs['context_switch'].value)).size, 7);
  assert.is(new Set(rounds.flat().map((spec) => trial(spec).requests_hash)).size, 1);
  assert.equal([...drawnRounds(specs, 6)], rounds, 'the same again');
});

test('drawn trials are short where there are many, and never longer than the trial', () => {
  const asked = { requests: 10_000, replications: 5 };
  assert.equal([2, 10, 50, 1000].map((draws) => drawnRequests(asked, draws)), [10_000, 5000, 1000, 500]);
  assert.is(drawnRequests({ requests: 200, replications: 9 }, 2), 200);
});

test('a band holds the number that it is of, and prices that are half as unsure move it half as far', () => {
  const { metrics, found } = uncertainty(specs[0]);
  const [low, high] = mean(found);
  assert.ok(low < metrics.latency_us.mean && metrics.latency_us.mean < high);
  const half = uncertainty({ ...specs[0], profile: surer(specs[0].profile, 0.5) });
  assert.ok(Math.abs(wide(mean(half.found)) / wide(mean(found)) - 0.5) < 0.05);
});

test('prices without uncertainty, and prices that the user set, leave every number where it is', () => {
  const set = Object.fromEntries(Object.entries(specs[0].profile.costs).map(([id, { value }]) => [`costs.${id}`, value]));
  for (const spec of [{ ...specs[0], profile: surer(specs[0].profile, 0) }, { ...specs[0], params: { ...specs[0].params, ...set } }]) {
    const { metrics, found: { prices95, drawn } } = uncertainty(spec, 4);
    assert.equal(prices95.latency_us.mean, [metrics.latency_us.mean, metrics.latency_us.mean]);
    assert.equal(prices95.per_request.exits, [metrics.per_request.exits, metrics.per_request.exits]);
    assert.is(new Set(drawn.throughput_per_s).size, 1);
  }
});

test('the band of many draws is their middle 95 %, moved to where the whole trial is', () => {
  const [whole, centre] = [{ ...specs[0], requests: 1200 }, trial(specs[0])];
  const times = (factor: number): Metrics => ({ ...centre.metrics, throughput_per_s: factor * centre.metrics.throughput_per_s });
  // 100 draws of 1 to 100 hundredths around a centre that measured 1, of a trial that measured twice as much in full.
  const { prices95 } = uncertaintyOf({ metrics: times(2), spec: whole }, [times(1), ...Array.from({ length: 100 }, (_, i) => times((i + 1) / 100))]);
  const [low, high] = prices95.throughput_per_s ?? [NaN, NaN];
  const per = 2 * centre.metrics.throughput_per_s;
  assert.ok(Math.abs(low / per - 0.03) < 1e-9 && Math.abs(high / per - 0.98) < 1e-9, `${low / per} ${high / per}`);
});

test('a count that is 0 at the profile\'s own prices has a band from 0', () => {
  const { metrics } = trial(specs[0]);
  const exits = (count: number): Metrics => ({ ...metrics, per_request: { ...metrics.per_request, exits: count } });
  const { prices95 } = uncertaintyOf({ metrics: exits(0), spec: specs[0] }, [exits(0), exits(1), exits(0)]);
  const [low, high] = prices95.per_request.exits ?? [NaN, NaN];
  assert.ok(low === 0 && high > 1);
});

test.run();
