import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bootPoints } from '../../src/report/boots.ts';
import { comparisonOf } from '../../src/report/comparison.ts';
import { reportHtml } from '../../src/report/report.ts';
import { fixture } from './fixture.ts';
import { resultsOf } from './trials.ts';

const test = suite('what booting costs');

const results = resultsOf('boot', { systems: ['vhe/vhost', 'static-partition/user-thread', 'bare-metal/passthrough', 'vhe/null'], requests: 8, replications: 1, set: { 'workload.devices': 4 } });
const points = bootPoints(results, comparisonOf(results));

test('each device over each transport, with as many devices as the guest has', () => {
  assert.equal(points.map(({ point: { device, params }, devices }) => [device, params[0]?.[1], devices]), [
    ['blk', 'mmio', 4], ['blk', 'pci-msix', 4], ['net', 'mmio', 4], ['net', 'pci-msix', 4], ['console', 'mmio', 4], ['console', 'pci-msix', 4],
  ]);
});

test('accesses are those of the driver, whoever answers them', () => {
  assert.equal(points.map(({ accesses }) => accesses), [49, 137, 64, 169, 45, 143]);
  assert.equal(points.map(({ bySystem }) => bySystem.get('vhe/vhost')?.exits), [49, 137, 64, 169, 45, 143]);
  assert.equal(points.map(({ bySystem }) => bySystem.get('bare-metal/passthrough')?.exits), [0, 0, 0, 0, 0, 0]);
});

test('whoever answers in no time says nothing', () => {
  assert.equal([...(points[0]?.bySystem.keys() ?? [])].toSorted(), ['bare-metal/passthrough', 'static-partition/user-thread', 'vhe/vhost']);
});

test('the report says what all devices take together, and only where devices are set up', async () => {
  const page = await reportHtml(results, { script: '', style: '' });
  assert.match(page, /Booting with 4 devices \(blk · transport mmio\) is 196 register accesses: [\d.]+ µs with static-partition\/user-thread, [\d.]+ µs with vhe\/vhost\./);
  assert.match(page, /<small>196 exits<\/small>/);
  assert.ok(!(await reportHtml(fixture(), { script: '', style: '' })).includes('What booting costs'));
});

test.run();
