import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { comparisonOf } from '../../src/report/comparison.ts';
import { embedded, entriesOf } from '../../src/report/embedded.ts';
import { scenesOf } from '../../src/report/scenes.ts';
import { fixture } from './fixture.ts';

const test = suite('comparison');

test('a point holds every system once, best first', () => {
  const { points, entries } = comparisonOf(fixture());
  assert.is(points.length, 3 * 2);
  for (const [index, { objective }] of points.entries()) {
    const here = entries.filter((entry) => entry.point === index);
    assert.is(new Set(here.map((entry) => entry.system)).size, 20);
    const order = here.map((entry) => (objective === 'latency' ? entry.mean : -entry.throughput));
    assert.equal(order, [...order].sort((a, b) => a - b));
  }
});

test('a numeric grid key is an axis where it varies, and points along it are one group', () => {
  assert.equal(comparisonOf(fixture()).groups.map(({ axis, steps }) => [axis, steps]), Array.from({ length: 3 }, () => ['workload.depth', [1, 8]]));
  assert.equal(comparisonOf(fixture({ depths: [1] })).groups.map(({ axis }) => axis), [null, null, null]);
});

test('instructions and time never share a point or a group', () => {
  const [time, count] = [fixture({ depths: [1] }), fixture({ depths: [1], unit: 'instructions' })];
  const { groups, points, entries } = comparisonOf({ ...time, trials: [...time.trials, ...count.trials] });
  assert.is(points.length, 6);
  assert.ok(points.every((point) => groups[point.group]?.unit === point.unit));
  assert.ok(entries.filter((entry) => points[entry.point]?.unit === 'instructions').length === 3 * 20);
});

test('the baseline has ratio 1', () => {
  assert.ok(comparisonOf(fixture()).entries.filter((entry) => entry.system === 'vhe/vhost').every((entry) => entry.ratio === 1));
});

test('the page’s script reads back what was compared', () => {
  const comparison = comparisonOf(fixture());
  const data = embedded('x', comparison, scenesOf(comparison), [], {});
  assert.equal(entriesOf(JSON.parse(JSON.stringify(data))), comparison.entries);
});

test.run();
