import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { comparisonOf } from '../../src/report/comparison.ts';
import { verdictsOf } from '../../src/report/verdict.ts';
import { fixture } from './fixture.ts';
import type { FixtureShape } from './fixture.ts';

const test = suite('verdict');

function verdictOf(shape: FixtureShape) {
  const results = fixture({ devices: [['net', 'rr']], depths: [1], ...shape });
  const [verdict] = verdictsOf(results, comparisonOf(results));
  if (verdict === undefined) throw new Error('no verdict');
  return verdict;
}

test('recommends the best virtio backend that ships, never a bound', () => {
  const { winner, runnerUp, difference } = verdictOf({});
  assert.is(winner.system, 'vhe/sidecore');
  assert.is(runnerUp?.system, 'vhe/vhost');
  assert.is(difference?.differs, true);
});

test('names what is ahead of it with the reason', () => {
  const { besides } = verdictOf({});
  assert.equal(besides.map(({ entry }) => entry.system).slice(0, 3), ['static-partition/sidecore', 'vhe/passthrough[irq=gicv4]', 'vhe/vhost']);
});

test('answers for every hypervisor that has a candidate', () => {
  assert.equal(verdictOf({}).perHypervisor.map((entry) => entry.system), ['vhe/sidecore', 'nvhe/vhost', 'static-partition/user-thread', 'xen/user-thread']);
});

test('cannot tell equal systems apart', () => {
  const { difference } = verdictOf({ systems: [['vhe/vhost', 'shipping', 8], ['nvhe/vhost', 'shipping', 8]] });
  assert.is(difference?.differs, false);
});

test('answers from what there is where nothing ships', () => {
  assert.is(verdictOf({ systems: [['vhe/null', 'shipping', 1], ['xen/el2', 'hypothetical', 5]] }).winner.system, 'xen/el2');
  assert.is(verdictOf({ systems: [['vhe/null', 'shipping', 1]] }).runnerUp, null);
});

test.run();
