import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { comparisonOf } from '../../src/report/comparison.ts';
import { answer } from '../../src/report/answer.ts';
import { percent } from '../../src/report/numbers.ts';
import { verdictsOf } from '../../src/report/verdict.ts';
import { fixture } from './fixture.ts';
import type { Verdict } from '../../src/report/verdict.ts';
import type { FixtureShape } from './fixture.ts';

const test = suite('verdict');

/** What a reader sees. */
function text(verdict: Verdict): string {
  return answer(verdict).markup.replace(/<[^<>]*>/g, '').replace(/\s+/g, ' ');
}

function verdictOf(shape: FixtureShape, results = fixture({ devices: [['net', 'rr']], depths: [1], ...shape })) {
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

/** Without chance: every replication as the first. */
function steady(systems: NonNullable<FixtureShape['systems']>) {
  const results = fixture({ devices: [['net', 'rr']], depths: [1], systems });
  return verdictOf({}, { ...results, trials: results.trials.map((trial) => ({ ...trial, replicates: trial.replicates.map(() => trial.metrics) })) });
}

test('names all that cannot be told apart from the best, and compares with the first that can', () => {
  const same = (count: number) => Array.from({ length: count }, (_, i) => [`vhe/vhost[n=${i}]`, 'shipping', 8] as const);
  const two = steady([...same(2), ['xen/vhost', 'shipping', 20]]);
  assert.equal(two.tied.map((entry) => entry.system), ['vhe/vhost[n=1]']);
  assert.is(two.runnerUp?.system, 'xen/vhost');
  assert.is(two.difference?.differs, true);
  assert.match(text(two), 'Use vhe/vhost[n=0] or vhe/vhost[n=1]');
  assert.match(text(two), 'The two cannot be told apart');
  assert.match(text(steady(same(3))), 'Use vhe/vhost[n=0], vhe/vhost[n=1] or vhe/vhost[n=2]');
  assert.match(text(steady(same(5))), 'Use vhe/vhost[n=0], vhe/vhost[n=1], vhe/vhost[n=2] shipping and 2 more');
  assert.match(text(steady(same(5))), 'There is no further candidate');
});

test('one winner is no tie', () => {
  const verdict = verdictOf({});
  assert.equal(verdict.tied, []);
  assert.match(text(verdict), 'Use vhe/sidecore shipping');
  assert.not.match(text(verdict), 'cannot be told apart');
});

test('never recommends what is hypothetical or serves nothing while something ships, tied or not', () => {
  const { winner, tied } = steady([['xen/el2', 'hypothetical', 8], ['vhe/null', 'hypothetical', 8], ['vhe/vhost', 'shipping', 8]]);
  assert.equal([winner, ...tied].map((entry) => entry.system), ['vhe/vhost']);
});

test('answers from what there is where nothing ships', () => {
  assert.is(verdictOf({ systems: [['vhe/null', 'shipping', 1], ['xen/el2', 'hypothetical', 5]] }).winner.system, 'xen/el2');
  assert.is(verdictOf({ systems: [['vhe/null', 'shipping', 1]] }).runnerUp, null);
});

test('says how often the answer holds at drawn prices, and who is best where it is not', () => {
  const verdict = verdictOf({ draws: 40, systems: [['vhe/vhost', 'shipping', 8], ['vhe/user-thread', 'shipping', 9], ['xen/user-thread', 'shipping', 30]] });
  const { odds, winner, runnerUp, candidates } = verdict;
  if (odds === null || runnerUp === null) throw new Error('no odds');
  const over = odds.over(runnerUp);
  assert.ok(over && over.share > 0.5 && over.share < 1 && over.low < over.share && over.share < over.high);
  assert.ok(Math.abs(candidates.reduce((sum, entry) => sum + (odds.best(entry)?.share ?? 0), 0) - 1) < 1e-9, 'somebody is always best');
  assert.is(odds.best(winner)?.share, over.share, 'the third is never best');
  const said = percent(over.share).replaceAll('\u202f', ' ');
  const rest = percent(1 - over.share).replaceAll('\u202f', ' ');
  assert.match(text(verdict).replaceAll('\u202f', ' '), `vhe/vhost beats vhe/user-thread in ${said} of 40 profiles that the uncertainty of the prices allows (95 % interval `);
  assert.match(text(verdict).replaceAll('\u202f', ' '), new RegExp(`It is the best of all 3 candidates in ${said} \\(.*\\), vhe/user-thread in ${rest}\\.`));
});

test('one of another point, or one that cannot be recommended, is no candidate at drawn prices either', () => {
  const { odds, candidates, point } = verdictOf({ draws: 10 });
  assert.ok(candidates.every(({ point: at }) => `p${at}` === point.id));
  const bound = { ...candidates[0], system: 'bare-metal/passthrough' };
  assert.is(odds?.best(bound), null);
  assert.ok((odds?.over(bound)?.share ?? 1) < 0.5, 'but it can be compared with');
});

test('without drawn prices nothing is said of them', () => {
  const verdict = verdictOf({});
  assert.is(verdict.odds, null);
  assert.not.match(text(verdict), 'profiles');
});

test.run();
