import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { compared, type Compared, type MetricChanges } from '../../../src/experiment/compare/comparison.ts';
import { gateOf, verdictOf } from '../../../src/experiment/compare/gate.ts';
import { matched } from '../../../src/experiment/compare/match.ts';
import type { Results } from '../../../src/experiment/results.ts';
import { metricNamed, metricNames } from '../../../src/experiment/tuning/metric.ts';
import { resultsOf } from '../../report/trials.ts';
import { changed, few, multiplied } from './results.ts';

const test = suite('runs compared');
const all = metricNames.map(metricNamed);
const of = (base: Results, now: Results, metrics = all): Compared => compared({ name: 'base', results: base }, { name: 'now', results: now }, metrics);
const near = (a: number, b: number): void => ok(Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b)), `${a} is not ${b}`);
const verdicts = ({ metric, changes }: MetricChanges): readonly string[] => changes.map(({ change }) => verdictOf(change, metric));

/** Some faster, some slower, some by chance alone. */
const other = changed(few, (trial) => multiplied(trial, { vhost: [1.1, 1.12, 1.09, 1.1, 1.11], sidecore: [0.9, 1.1, 0.95, 1.07, 1], 'user-thread': [0.8, 0.81, 0.79, 0.8, 0.82] }[trial.system.split('/')[1]] ?? [1]));
const elsewhere: Results = changed(other, (trial) => ({ ...trial, seed: 2 }));

for (const [name, there] of [['same requests', other], ['other requests', elsewhere]] as const) {
  test(`there and back multiply to 1, with their intervals and geometric means, and better there is worse back: ${name}`, () => {
    const [forth, back] = [of(few, there), of(there, few)];
    for (const [m, { metric, changes, mean }] of forth.metrics.entries()) {
      const opposite = back.metrics[m];
      for (const [i, { change }] of changes.entries()) {
        const { change: returned } = opposite.changes[i];
        near(change.ratio * returned.ratio, 1);
        is(change.interval === null, returned.interval === null);
        if (change.interval !== null && returned.interval !== null) for (const end of [0, 1]) near(change.interval[end] * returned.interval[1 - end], 1);
        equal(verdictOf(returned, metric), { better: 'worse', worse: 'better' }[verdictOf(change, metric) as string] ?? verdictOf(change, metric));
      }
      if (mean !== null && opposite.mean !== null) near(mean.ratio * opposite.mean.ratio, 1);
    }
  });
}

test('an interval holds its ratio, and leaves out 1 exactly where the change is significant', () => {
  for (const there of [other, elsewhere]) {
    for (const { changes } of of(few, there).metrics) {
      for (const { change: { ratio, interval, significant } } of changes) {
        if (interval === null) continue;
        ok(interval[0] <= ratio * (1 + 1e-12) && ratio <= interval[1] * (1 + 1e-12));
        if (ratio !== 1) is(interval[0] > 1 || interval[1] < 1, significant);
      }
    }
  }
});

test('what is the same never fails, at any limit', () => {
  for (const now of [few, JSON.parse(JSON.stringify(few)) as Results]) {
    const result = of(few, now);
    ok(result.metrics.every((metric) => verdicts(metric).every((verdict) => verdict === 'same')));
    is(gateOf(result, 0).passes, true);
    ok(result.metrics.every(({ mean }) => mean === null || (mean.ratio === 1 && mean.interval?.[0] === 1 && mean.interval[1] === 1)));
  }
});

test('of the same requests a small change is found that between independent runs is chance', () => {
  const slower = changed(few, (trial) => multiplied(trial, [1.003, 1.0031, 1.0029, 1.003, 1.003]));
  const metrics = [metricNamed('latency_us.mean')];
  ok(verdicts(of(few, slower, metrics).metrics[0]).every((verdict) => verdict === 'worse'));
  // 95 %: one of twenty such verdicts is wrong.
  ok(verdicts(of(few, changed(slower, (trial) => ({ ...trial, seed: 2 })), metrics).metrics[0]).filter((verdict) => verdict === 'worse').length <= 2);
});

test('Welch: the textbook interval of two samples in logarithms', () => {
  const trial = (logarithms: readonly number[], seed: number): Results => changed({ ...few, trials: few.trials.slice(0, 1) }, (one) => {
    const throughput = (log: number) => ({ ...one.metrics, throughput_per_s: Math.exp(log) });
    return { ...one, seed, metrics: throughput(logarithms.reduce((sum, log) => sum + log / logarithms.length, 0)), replicates: logarithms.map(throughput) };
  });
  // Means 2 and 4, variances of the means 1/3 and 4/3, so 2.9 degrees of freedom, 2 to be safe: t = 4.303.
  const [{ change }] = of(trial([1, 2, 3], 1), trial([2, 4, 6], 2), [metricNamed('throughput_per_s')]).metrics[0].changes;
  const half = 4.303 * Math.sqrt(5 / 3);
  ok(Math.abs(Math.log(change.interval?.[0] ?? NaN) - (2 - half)) < 1e-9 && Math.abs(Math.log(change.interval?.[1] ?? NaN) - (2 + half)) < 1e-9);
});

test('where a file has no replications its own intervals are used, and one replication says nothing', () => {
  const without = (results: Results): Results => changed(results, (trial) => ({ ...trial, replicates: [] }));
  const metrics = [metricNamed('latency_us.mean'), metricNamed('latency_us.p50')];
  const [mean, median] = of(without(few), without(other), metrics).metrics;
  // The fixture's intervals are 1 % wide on each side.
  ok(mean.changes.every(({ match, change }) => change.significant === (match.base.system !== 'vhe/sidecore')));
  ok(verdicts(median).every((verdict) => verdict === 'one replication'));
  is(gateOf(of(without(few), without(other), [metricNamed('latency_us.p50')]), 0).passes, true);
});

test('more throughput is better, less of all else; a limit is for what is worse and surely so', () => {
  const slower = changed(few, (trial) => multiplied(trial, [1.1]));
  for (const [name, worse] of [['throughput_per_s', false], ['latency_us.p99', true], ['cpu_us_per_request.total', true]] as const) {
    is(gateOf(of(few, slower, [metricNamed(name)]), 0.05).passes, !worse);
    is(gateOf(of(slower, few, [metricNamed(name)]), 0.05).passes, worse);
    is(gateOf(of(few, slower, [metricNamed(name)]), 0.11).passes, true);
  }
  const unsure = changed(few, (trial) => multiplied(trial, [0.6, 1.8, 0.7, 1.9, 1.5]));
  is(gateOf(of(few, unsure, [metricNamed('latency_us.mean')]), 0.05).passes, true);
});

test('what was nothing has no ratio, and is judged by differences', () => {
  const polling = (results: Results, us: number): Results => changed(results, (trial) => {
    const set = (metrics: typeof trial.metrics) => ({ ...metrics, cpu_us_per_request: { ...metrics.cpu_us_per_request, polling: us } });
    return { ...trial, metrics: set(trial.metrics), replicates: trial.replicates.map(set) };
  });
  const metric = metricNamed('cpu_us_per_request.polling');
  const [{ changes, mean }] = of(polling(few, 0), polling(few, 3), [metric]).metrics;
  ok(changes.every(({ change }) => change.ratio === Infinity && change.interval === null && verdictOf(change, metric) === 'worse'));
  is(mean, null);
  ok(of(polling(few, 3), polling(few, 0), [metric]).metrics[0].changes.every(({ change }) => change.ratio === 0 && verdictOf(change, metric) === 'better'));
});

test('only the same trials are matched, whatever their order; what appeared and disappeared is told', () => {
  const [first, second] = few.trials;
  const base = { trials: few.trials.slice(1) };
  const now = { trials: [...few.trials].reverse().filter((trial) => trial !== second) };
  const { matches, appeared, disappeared } = matched(base, now);
  equal([appeared, disappeared, matches.length], [[first], [second], few.trials.length - 2]);
  ok(matches.every((match) => match.base === match.now));
  const deeper = changed(few, (trial) => ({ ...trial, params: { ...trial.params, 'workload.depth': Number(trial.params['workload.depth']) * 2 } }));
  ok(matched(few, deeper).matches.every(({ base: { params }, now: { params: there } }) => params['workload.depth'] === there['workload.depth']));
  is(matched(few, deeper).matches.length, 0);
});

test('a parameter that came with a version, or a price that was set throughout, is left out of the match and told', () => {
  const set = changed(few, (trial) => ({ ...trial, params: { ...trial.params, 'costs.context_switch': 5000 } }));
  const { matches, leftOut } = matched(few, set);
  is(matches.length, few.trials.length);
  equal(leftOut, [{ side: 'now', key: 'costs.context_switch', value: 5000 }]);
  const varied = { trials: set.trials.map((trial, i) => ({ ...trial, params: { ...trial.params, 'costs.context_switch': i % 2 } })) };
  is(matched(few, varied).matches.length, 0);
});

test('a trial that had a result and now fails fails every gate, and is neither gone nor the other way round', () => {
  const [first, ...rest] = few.trials;
  const failing: Results = { ...few, trials: rest, failures: [{ failed: 'timeout', says: 'took too long', spec: { ...first.spec, params: first.params } }] };
  const result = of(few, failing);
  equal([result.broken.map(({ base }) => base), result.disappeared], [[first], []]);
  is(gateOf(result, 100).passes, false);
  const back = of(failing, few);
  equal([back.mended, back.appeared, back.broken], [[first], [], []]);
  is(gateOf(back, 0).passes, true);
});

test('a cost that was made slower is found in the real model, in latency and CPU time, and only there where it is paid', () => {
  const suiteOf = (set: Readonly<Record<string, number>>): Results => resultsOf('quick', { requests: 60, systems: ['vhe/vhost', 'vhe/passthrough'], set });
  const result = of(suiteOf({}), suiteOf({ 'costs.vhost_work_turn': 3000 }), ['latency_us.mean', 'cpu_us_per_request.total'].map(metricNamed));
  for (const one of result.metrics) equal(verdicts(one), ['worse', 'same']);
  is(gateOf(result, 0.05).passes, false);
});

test.run();
