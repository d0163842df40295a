import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { trial } from '../../../src/experiment/trial.ts';
import { derivatives } from '../../../src/experiment/tuning/derivatives.ts';
import type { Derivatives } from '../../../src/experiment/tuning/derivatives.ts';
import { flips } from '../../../src/experiment/tuning/flips.ts';
import { metricNamed } from '../../../src/experiment/tuning/metric.ts';
import { pricedAt } from '../../../src/experiment/tuning/nudge.ts';
import { specsOf } from '../../report/trials.ts';

const test = suite('experiment/tuning/flips');
const { specs: [vhost, vcpu] } = specsOf('quick', { systems: ['vhe/vhost', 'vhe/user-thread[io=vcpu]'], requests: 60, replications: 1, set: { 'device.distribution': 'fixed' } });

function differentiated(spec: typeof vhost): Derivatives {
  const asking = derivatives(spec, 'latency_us.mean');
  let step = asking.next();
  while (step.done !== true) step = asking.next(step.value.map(trial));
  return step.value;
}
const [a, b] = [differentiated(vhost), differentiated(vcpu)];

for (const metric of ['latency_us.mean', 'cpu_us_per_request.total']) {
  test(`at the price that is named both have the same ${metric}, and beyond it the other wins`, () => {
    const found = flips(a, b, metric).filter(({ price, at }) => at > price / 20 && at < 20 * price);
    ok(found.length > 0);
    const { of } = metricNamed(metric);
    const aheadAt = (cost: string, price: number): number => of(trial(pricedAt(vcpu, { [cost]: price })).metrics) - of(trial(pricedAt(vhost, { [cost]: price })).metrics);
    for (const { cost, price, at } of found.slice(0, 2)) {
      ok(Math.abs(aheadAt(cost, at)) < 0.001 * a.base[metric], `${cost}: ${aheadAt(cost, at)}`);
      ok(aheadAt(cost, price) > 0 !== aheadAt(cost, at + (at - price) / 2) > 0, `${cost} changes the winner`);
    }
  });
}

test('the same the other way round; equal systems have none', () => {
  equal(flips(b, a, 'latency_us.mean').map(({ cost, at }) => [cost, at.toFixed(6)]), flips(a, b, 'latency_us.mean').map(({ cost, at }) => [cost, at.toFixed(6)]));
  is(flips(a, a, 'latency_us.mean').length, 0);
});

test.run();
