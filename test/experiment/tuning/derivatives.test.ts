import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { trial } from '../../../src/experiment/trial.ts';
import type { AskingTrials } from '../../../src/experiment/tuning/asking-trials.ts';
import type { Derivatives } from '../../../src/experiment/tuning/derivatives.ts';
import { derivatives, strays } from '../../../src/experiment/tuning/derivatives.ts';
import { ledgerSlopes } from '../../../src/experiment/tuning/ledger-slopes.ts';
import { nudges, priceIn } from '../../../src/experiment/tuning/nudge.ts';
import { pathVisits } from '../../../src/experiment/tuning/path-visits.ts';
import { screening } from '../../../src/experiment/tuning/screening.ts';
import { ledgerSwings } from '../../../src/experiment/tuning/swings.ts';
import { variance } from '../../../src/experiment/tuning/variance.ts';
import { specsOf } from '../../report/trials.ts';

const test = suite('experiment/tuning/derivatives');

function answer<Answer>(asking: AskingTrials<Answer>): Answer {
  let step = asking.next();
  while (step.done !== true) step = asking.next(step.value.map(trial));
  return step.value;
}

const specOf = (system: string, set: Readonly<Record<string, number>> = {}) => specsOf('quick', { systems: [system], baseline: system, requests: 60, replications: 2, set }).specs[0];
/** Of a chain of requests through a kernel thread; asked for by several tests. */
let chain: Derivatives | null = null;
const ofVhost = (): Derivatives => (chain ??= answer(derivatives(specOf('vhe/vhost'), 'latency_us.mean')));
const near = (a: number, b: number, within = 1e-6): boolean => Math.abs(a - b) <= within * Math.max(1, Math.abs(a), Math.abs(b));

test('the ledger prices all CPU time but what elapses without a visit', () => {
  const result = trial(specOf('static-partition/user-thread'));
  const elapsed = result.ledger.stretches.reduce((sum, { us_per_request }) => sum + us_per_request, 0);
  ok(elapsed > 0, 'it spins at EL2');
  const slopes = ledgerSlopes(result);
  ok(near(slopes.reduce((sum, { us }) => sum + us, elapsed), result.metrics.cpu_us_per_request.total));
  const price = priceIn(result.spec);
  for (const { cost, visits, us } of slopes) ok(near(us * 1000, visits * price(nudges(result.spec, result).find((nudge) => nudge.cost === cost)?.cost ?? 'smp_mb')), cost);
  equal(slopes.map(({ us }) => us), slopes.map(({ us }) => us).toSorted((a, b) => b - a));
});

for (const system of ['vhe/vhost', 'bare-metal/passthrough']) {
  test(`${system} alone: the path of a request is the derivative of its latency, for every price`, () => {
    const { slopes } = system === 'vhe/vhost' ? ofVhost() : answer(derivatives(specOf(system), 'latency_us.mean'));
    ok(slopes.length >= 20);
    for (const slope of slopes) {
      ok(slope.path !== null && !strays(slope) && near(slope.path.visits, slope.path.derivative, 1e-7), `${slope.cost}: ${JSON.stringify(slope.path)}`);
      ok(near(slope.simulated['latency_us.mean'].derivative, slope.path?.visits ?? NaN), `${slope.cost}, over all requests`);
      is(slope.disagrees, null);
    }
  });
}

test('where visit counts stay, the re-simulated CPU time has the ledger\'s derivative; throughput falls as latency grows', () => {
  const { slopes, base } = ofVhost();
  for (const { cost, price, ledger, simulated } of slopes) {
    ok(near(simulated['cpu_us_per_request.total'].derivative, ledger.visits), cost);
    ok(near(simulated['cpu_us_per_request.total'].elasticity ?? NaN, (ledger.visits * price) / 1000 / base['cpu_us_per_request.total']), cost);
    ok(near(simulated['throughput_per_s'].elasticity ?? NaN, -(simulated['latency_us.mean'].elasticity ?? NaN), 0.002), `${cost}: one at a time`);
  }
  const sizes = slopes.map(({ simulated }) => simulated['latency_us.mean'].elasticity ?? 0).filter((size) => size > 0);
  sizes.forEach((size, i) => ok(i === 0 || size <= sizes[i - 1] * (1 + 1e-9), 'the largest first'));
});

test('the path is not claimed to be all where a request waits: for a daemon at EL2, or for the one before it in a device', () => {
  is(pathVisits(specOf('static-partition/user-thread')), null);
  const queued = { 'workload.iodepth': 2, 'device.channels': 1, 'device.service': 200_000 };
  is(pathVisits(specOf('bare-metal/passthrough', queued)), null);
  ok(pathVisits(specOf('bare-metal/passthrough', { ...queued, 'workload.iodepth': 1 })) !== null);
});

test('with many in flight the analysis of one path is not claimed, and a fall of CPU time is flagged', () => {
  const { slopes } = answer(derivatives(specOf('vhe/vhost', { 'workload.iodepth': 16 }), 'throughput_per_s'));
  ok(slopes.every(({ path }) => path === null));
  for (const { disagrees, ledger, simulated: { 'cpu_us_per_request.total': cpu } } of slopes) is(disagrees !== null, ledger.visits > 0 && cpu.derivative < 0);
  ok(slopes.some(({ disagrees }) => disagrees !== null), 'batches change');
});

test('a price that is set for the trial is known: it has derivatives, and no spread', () => {
  const spec = specOf('bare-metal/passthrough', { 'costs.guest_ctx_switch': 900 });
  const { slopes } = answer(derivatives(spec, 'latency_us.mean'));
  const set = slopes.find(({ cost }) => cost === 'guest_ctx_switch');
  equal([set?.price, set?.sd, set?.ledger.visits], [900, 0, 2]);
  const isSet = ({ cost }: { readonly cost: string }): boolean => cost === 'guest_ctx_switch';
  ok(!ledgerSwings(trial(spec)).some(isSet) && ledgerSwings(trial(specOf('bare-metal/passthrough'))).some(isSet));
  ok(!answer(screening(spec, 'latency_us.mean', 2)).effects.some(isSet));
});

test('a price of nothing is stepped away from, and every step is a whole number of picoseconds', () => {
  const spec = specOf('vhe/vhost', { 'costs.smp_mb': 0 });
  for (const { cost, price, low, high } of nudges(spec, trial(spec))) {
    ok(Number.isInteger(Math.round(low * 1e6) / 1e3) && low >= 0 && low <= price && price < high, cost);
    if (price > 0) ok(near(high - price, price - low), cost);
  }
  equal(nudges(spec, trial(spec)).filter(({ cost }) => cost === 'smp_mb').map(({ low, high }) => [low, high]), [[0, 1]]);
});

test('alone, where latency is a sum of prices, Morris finds slopes times spreads and Sobol no interactions', () => {
  const spec = specOf('bare-metal/passthrough');
  const { slopes } = answer(derivatives(spec, 'latency_us.mean'));
  const { effects } = answer(screening(spec, 'latency_us.mean', 6));
  for (const { cost, price, sd, muStar } of effects.slice(0, 8)) {
    const slope = slopes.find((one) => one.cost === cost)?.simulated['latency_us.mean'].derivative ?? NaN;
    const linear = (slope * price * sd) / 1000;
    ok(muStar > 0.7 * linear && muStar < 2.5 * linear, `${cost}: ${muStar} for ${linear}`);
  }
  const { indices, sd } = answer(variance(spec, 'latency_us.mean', 32));
  if (indices === null) throw new Error('it varies');
  is(new Set(indices.flatMap(({ costs }) => costs)).size, effects.length, 'every price is in one group');
  is(indices[0].costs[0], effects[0].cost);
  const total = indices.reduce((sum, index) => sum + index.total, 0);
  ok(total > 0.75 && total < 1.25, `${total}`);
  ok(sd > 0);
});

test.run();
