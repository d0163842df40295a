import { suite } from 'uvu';
import { equal, is, ok, throws } from 'uvu/assert';
import { mapMetrics } from '../../../src/experiment/metrics.ts';
import { parameterGroups } from '../../../src/experiment/parameters.ts';
import type { Metrics } from '../../../src/experiment/results.ts';
import { broken, judge, parseConstraint } from '../../../src/experiment/tuning/goals.ts';
import { importance } from '../../../src/experiment/tuning/importance.ts';
import { dimensionOf, parseOver } from '../../../src/experiment/tuning/over.ts';
import { search } from '../../../src/experiment/tuning/search.ts';
import type { Evaluation, Search } from '../../../src/experiment/tuning/search.ts';
import { placeOf, pointAt } from '../../../src/experiment/tuning/space.ts';
import type { Point } from '../../../src/experiment/tuning/space.ts';
import { specsOf } from '../../report/trials.ts';

const test = suite('experiment/tuning/search');
const groups = parameterGroups('blk', 'fio');
const { specs: [{ profile }] } = specsOf('quick', {});
const dimensions = (text: string) => parseOver(text).map((over) => dimensionOf(over, groups, profile));
const zero = mapMetrics([], () => 0);
const latency = (mean: number, throughput = 0): Metrics => ({ ...zero, throughput_per_s: throughput, latency_us: { ...zero.latency_us, mean } });
const goals = { objectives: [{ metric: 'latency_us.mean', goal: 'minimize' as const }], constraints: [] };

function answered(asked: Search, of: (point: Point) => Metrics | null): readonly Evaluation[] {
  const asking = search(asked);
  let step = asking.next();
  while (step.done !== true) step = asking.next(step.value.map(of));
  return step.value;
}

test('dimensions as users write them: ranges, whole numbers, values and systems, apart by commas', () => {
  const [busy, idx, depth, system, cost] = dimensions('policy.busyloop_timeout=0..100us,ring.event_idx=true,false,workload.iodepth=1..4,system=vhe/vhost,vhe/user-thread[io=vcpu],costs.smp_mb=1ns..1us');
  ok(busy.kind === 'range' && busy.axis.to === 100_000 && !busy.axis.whole && busy.axis.spread === 'even');
  equal(idx, { kind: 'choice', key: 'ring.event_idx', values: [true, false] });
  ok(depth.kind === 'range' && depth.axis.whole);
  equal(system, { kind: 'choice', key: 'system', values: ['vhe/vhost', 'vhe/user-thread[io=vcpu]'] });
  ok(cost.kind === 'range' && cost.axis.spread === 'geometric');
  for (const [text, says] of [
    ['busyloop', /^not a dimension: busyloop \(write KEY=FROM\.\.TO or KEY=VALUE,VALUE/],
    ['ring.event_idx=true,true', /^ring\.event_idx: true stands there twice/],
    ['system=vhe/vhots', /did you mean vhost\?/],
    ['workload.iodepth=4..1', /does not ascend/],
    ['ring.event_idx=0..1', /no number|must be true or false/],
  ] as const) throws(() => dimensions(text), says);
});

test('every place of the unit cube is a point within the bounds; whole numbers are met alike, ends too', () => {
  const all = dimensions('policy.busyloop_timeout=0..100us,workload.iodepth=1..4,costs.smp_mb=1ns..1us,ring.event_idx=true,false');
  const counts = new Map<unknown, number>();
  for (let i = 0; i < 400; i++) {
    const at = (i + 0.5) / 400;
    const point = pointAt(all, [at, at, at, at]);
    counts.set(point['workload.iodepth'], (counts.get(point['workload.iodepth']) ?? 0) + 1);
    ok(Number(point['policy.busyloop_timeout']) <= 100_000 && Number(point['costs.smp_mb']) >= 1 && Number(point['costs.smp_mb']) <= 1000);
    ok(Math.abs(placeOf(all[2], point['costs.smp_mb']) - at) < 1e-4 && Math.abs(placeOf(all[0], point['policy.busyloop_timeout']) - at) < 1e-4);
  }
  equal([...counts], [[1, 100], [2, 100], [3, 100], [4, 100]]);
  equal(pointAt(all, [1, 1, 1, 1]), { 'policy.busyloop_timeout': 100_000, 'workload.iodepth': 4, 'costs.smp_mb': 1000, 'ring.event_idx': false });
});

test('limits are kept or broken by a share of themselves', () => {
  equal(parseConstraint(' latency_us.mean <= 8 '), { metric: 'latency_us.mean', relation: '<=', limit: 8 });
  const share = (text: string, value: number): number => broken(parseConstraint(text), latency(value));
  equal([share('latency_us.mean<8', 7.9), share('latency_us.mean<=8', 8), share('latency_us.mean<8', 12), share('latency_us.mean>8', 4), share('latency_us.mean>=8', 9)], [0, 0, 0.5, 0.5, 0]);
  ok(share('latency_us.mean<8', 8) > 0, 'less is not equal');
  throws(() => parseConstraint('latency_us.mean=8'), /^not a limit: latency_us\.mean=8 \(write METRIC<NUMBER/);
  throws(() => parseConstraint('latency_us.men<8'), /did you mean latency_us\.mean/);
  equal(judge({ objectives: [{ metric: 'throughput_per_s', goal: 'maximize' }], constraints: [] }, latency(1, 500)), { costs: [-500], violation: 0 });
});

test('a grid is every combination once; a range of what is no whole number is none', () => {
  const asked: Search = { dimensions: dimensions('workload.iodepth=1..4,ring.event_idx=true,false'), goals, method: 'grid', budget: 100, seed: 1 };
  const all = answered(asked, () => latency(1));
  is(new Set(all.map(({ point }) => JSON.stringify(point))).size, 8);
  is(answered({ ...asked, budget: 5 }, () => latency(1)).length, 5);
  throws(() => answered({ ...asked, dimensions: dimensions('policy.busyloop_timeout=0..1us') }, () => latency(1)), /a grid needs its values one by one/);
});

for (const method of ['nsga2', 'random'] as const) {
  test(`${method}: a larger budget begins as a smaller one, no point comes twice, and what cannot be is passed over`, () => {
    const asked: Search = { dimensions: dimensions('policy.busyloop_timeout=0..100us,workload.iodepth=1..64,ring.event_idx=true,false'), goals, method, budget: 60, seed: 5 };
    // The best is 30 us at depth 17 without event_idx; depths above 40 are no machine.
    const of = (point: Point): Metrics | null => (Number(point['workload.iodepth']) > 40 ? null : latency(1 + Math.abs(Number(point['policy.busyloop_timeout']) - 30_000) / 10_000 + Math.abs(Number(point['workload.iodepth']) - 17) + (point['ring.event_idx'] === true ? 3 : 0)));
    const [small, large] = [answered(asked, of), answered({ ...asked, budget: 400 }, of)];
    equal(large.slice(0, 60), small);
    is(large.length, 400);
    is(new Set(large.map(({ point }) => JSON.stringify(point))).size, 400);
    const best = large.flatMap(({ metrics }) => metrics ?? []).map(({ latency_us }) => latency_us.mean).reduce((least, value) => Math.min(least, value));
    if (method === 'nsga2') ok(best < 1.5, `${best}`);
    ok(importance(asked.dimensions[1], 'latency_us.mean', large) > importance(asked.dimensions[0], 'latency_us.mean', large), 'the depth matters most');
  });
}

test('all of the variance lies between the values of the one choice that matters', () => {
  const [idx, depth] = dimensions('ring.event_idx=true,false,workload.iodepth=1..4');
  const tried = [1, 2, 3, 4].flatMap((iodepth) => [true, false].map((on): Evaluation => ({ point: { 'ring.event_idx': on, 'workload.iodepth': iodepth }, metrics: latency(on ? 3 : 1) })));
  equal([importance(idx, 'latency_us.mean', tried), importance(depth, 'latency_us.mean', tried), importance(idx, 'throughput_per_s', tried)], [1, 0, 0]);
});

test.run();
