import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import fc from 'fast-check';
import { allPairs } from '../../../src/experiment/pairs.ts';
import { keysOf, parameterGroups } from '../../../src/experiment/parameters.ts';
import { readOverrides } from '../../../src/formats/overrides-file.ts';
import { chosenSystems } from '../../../src/report/whatif/chosen.ts';
import { comparisonOf } from '../../../src/report/comparison.ts';
import type { Choice } from '../../../src/report/whatif/control.ts';
import { costControls, parameterControls } from '../../../src/report/whatif/registered.ts';
import { ladder, rungOf } from '../../../src/report/whatif/ladder.ts';
import { fromAssignments, sameOverrides, toAssignments } from '../../../src/report/whatif/overrides.ts';
import { overridesYaml } from '../../../src/report/whatif/overrides-yaml.ts';
import { quantityOf, quantityText } from '../../../src/report/whatif/quantity-text.ts';
import { whatIfOf } from '../../../src/report/whatif/what-if.ts';
import { fixture } from '../fixture.ts';
import { resultsOf, specsOf } from '../trials.ts';

const test = suite('controls of the what-if panel');

const { specs } = specsOf('quick', {});
const [{ profile }] = specs;

test('there is one for everything that --set takes, and for nothing else', () => {
  for (const { device, workload } of allPairs) {
    const keys = [...parameterControls(device, workload), ...costControls(profile)].map(({ key }) => key);
    assert.equal([...keys].sort(), [...keysOf(parameterGroups(device, workload))].sort());
  }
  for (const { price, says } of costControls(profile)) assert.ok(price !== undefined && price.source !== '' && says !== '');
});

const numberChoice = fc.record({ kind: fc.constant('number' as const), unit: fc.constantFrom('ns', 'bytes', '', 'instructions'), whole: fc.boolean(), min: fc.integer({ min: 0, max: 3 }), span: fc.integer({ min: 1, max: 1_000_000_000 }) })
  .map(({ span, ...choice }) => ({ ...choice, max: choice.min + span }) as Extract<Choice, { readonly kind: 'number' }>);
const withValue = numberChoice.chain((choice) => fc.tuple(fc.constant(choice), choice.whole ? fc.integer({ min: choice.min, max: choice.max }) : fc.double({ min: choice.min, max: choice.max, noNaN: true })));

test('a slider goes up, stays within what is allowed, stops at the value as run, and finds every stop again', () => {
  fc.assert(fc.property(withValue, ([choice, asRun]) => {
    const rungs = ladder(choice, asRun);
    assert.ok(rungs.includes(asRun) && rungs.includes(choice.min));
    rungs.forEach((rung, i) => {
      assert.ok(rung >= choice.min && rung <= choice.max && (i === 0 || rung > rungs[i - 1]), `${rung}`);
      assert.ok(!choice.whole || Number.isInteger(rung));
      assert.is(rungOf(rungs, rung), i);
    });
  }));
});

test('every stop of the size of a ring is a size that a split ring can have', () => {
  const size = parameterControls('blk', 'fio').find(({ key }) => key === 'ring.size')?.choice;
  assert.ok(size?.kind === 'number');
  assert.equal(ladder(size, 256), Array.from({ length: 16 }, (_, i) => 2 ** i));
});

test('what a field shows is read as the same number', () => {
  fc.assert(fc.property(withValue, ([choice, value]) => assert.is(quantityOf(quantityText(value, choice.unit), choice), value)));
  assert.is(quantityText(1530, 'ns'), '1.53us');
  assert.is(quantityText(4096, 'bytes'), '4Ki');
});

test('a link holds what was changed, and nothing of what a stranger adds', () => {
  const overrides = fc.dictionary(fc.constantFrom('costs.gpr_save', 'ring.event_idx', 'policy.twi', 'workload.rate'), fc.oneof(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constantFrom('trap', 'pci-msix')));
  fc.assert(fc.property(overrides, (given) => assert.ok(sameOverrides(fromAssignments(toAssignments(given)), given))));
  fc.assert(fc.property(fc.array(fc.string()), (texts) => void fromAssignments(texts)));
  assert.equal(fromAssignments(['__proto__.x=1', 'a=1', 'ring.size=<b>', 'ring.size=', 'ring.size=64 ']), {});
});

test('the file holds every change, and its command drops the options that would win over it', () => {
  const results = resultsOf('quick', { requests: 20, replications: 2, grid: { 'workload.iodepth': [1, 4] } });
  const { subjects: [subject], suite: asked } = whatIfOf({ ...results, suite: { ...results.suite, command: "npx vhost-lab run 'a b.yaml' --set ring.size=64 --set 'policy.twi=trap' --seed 1 --requests 20" } }, comparisonOf(results));
  const yaml = overridesYaml({ 'costs.gpr_save': 0.125, 'policy.twi': 'native', 'workload.iodepth': 3 }, subject, asked);
  assert.is(yaml.split('\n')[0], "# npx vhost-lab run 'a b.yaml' --set ring.size=64 --set-file what-if.yaml");
  assert.equal(readOverrides(yaml, 'f'), { requests: 20, replications: 2, seed: 1, set: { 'costs.gpr_save': 0.125, 'policy.twi': 'native' }, grid: { 'workload.iodepth': [3] } });
});

test('eight systems at most: the baseline is among them, and the best of each hypervisor', () => {
  const comparison = comparisonOf(fixture());
  const entries = comparison.entries.filter(({ point }) => point === 0);
  const chosen = chosenSystems(entries, new Set(), 'vhe/vhost');
  assert.is(chosen.length, 8);
  for (const system of ['vhe/vhost', 'vhe/sidecore', 'nvhe/vhost', 'static-partition/user-thread', 'xen/user-thread']) assert.ok(chosen.includes(system), system);
  const crowded = fixture({ systems: [...Array.from({ length: 9 }, (_, i) => [`vhe/user-thread[io=${i}]`, 'shipping', 1 + i] as const), ['xen/user-thread', 'shipping', 50], ['vhe/vhost', 'shipping', 60]] });
  const slow = chosenSystems(comparisonOf(crowded).entries.filter(({ point }) => point === 0), new Set(), 'vhe/vhost');
  assert.equal(slow.slice(-2), ['xen/user-thread', 'vhe/vhost']);
  assert.is(slow.length, 8);
  assert.equal(chosenSystems(entries, new Set(['vhe/vhost', 'static-partition/null']), 'vhe/vhost').toSorted(), ['static-partition/null', 'vhe/vhost']);
});

test('a report that cannot be simulated again, because its prices are not of this lab, has no panel', () => {
  const results = fixture();
  assert.equal(whatIfOf(results, comparisonOf(results)).subjects, []);
});

test.run();
