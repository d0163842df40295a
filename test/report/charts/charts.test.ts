import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compiled } from '../../../src/report/charts/compile.ts';
import { cpuByRole } from '../../../src/report/charts/cpu-by-role.ts';
import { distribution } from '../../../src/report/charts/distribution.ts';
import { charts } from '../../../src/report/charts/index.ts';
import { picture } from '../../../src/report/charts/picture.ts';
import { comparisonOf } from '../../../src/report/comparison.ts';
import { readable } from '../../../src/report/numbers.ts';
import { entriesFor, scenesOf } from '../../../src/report/scenes.ts';
import { fixture } from '../fixture.ts';

const test = suite('charts');

for (const depths of [[1], [1, 8]]) {
  const comparison = comparisonOf(fixture({ devices: [['net', 'rr']], depths }));
  const [scene] = scenesOf(comparison);
  for (const chart of charts.filter(({ over }) => over !== 'length')) {
    if (scene === undefined) throw new Error('no scene');
    const entries = entriesFor(chart, comparison, 0);

    test(`${chart.id} over ${depths.length} depths shows every system in picture and table`, async () => {
      const rows = chart.rows(entries, scene);
      assert.is(new Set(rows.map((row) => row.system).filter((system) => system !== '')).size, 20);
      const table = chart.table(entries, scene);
      assert.is(table.rows.length, entries.length);
      assert.ok(table.rows.every((row) => row.length === table.columns.length));
      const svg = await picture(compiled(chart, scene), rows, 560);
      assert.not.match(svg, /style=|NaN|undefined|#[0-9a-f]{3,6}\b/i, 'only attributes, only colours of the page');
      for (const hypervisor of scene.hypervisors) assert.match(svg, `>${hypervisor}</text>`);
      assert.is(await picture(compiled(chart, scene), rows, 560), svg, 'the same twice');
    });

    test(`${chart.id} over ${depths.length} depths fits the width it is given`, async () => {
      for (const width of [328, 560, 900]) {
        const [, found = '0'] = /viewBox="0 0 ([\d.]+)/.exec(await picture(compiled(chart, scene), chart.rows(entries, scene), width)) ?? [];
        assert.ok(Number(found) <= width, `${found} of ${width} px`);
      }
    });
  }
}

for (const depths of [[1], [1, 8]]) {
  for (const chart of charts.filter(({ id }) => id === 'latency' || id === 'throughput')) {
    test(`${chart.id} over ${depths.length} depths draws a second band where profiles were drawn, and only there`, async () => {
      const [plain, drawn] = await Promise.all([0, 10].map(async (draws) => {
        const comparison = comparisonOf(fixture({ devices: [['net', 'rr']], depths, draws }));
        const [scene] = scenesOf(comparison);
        const entries = entriesFor(chart, comparison, 0);
        const svg = await picture(compiled(chart, scene), chart.rows(entries, scene), 560);
        return { svg, says: chart.says(scene), table: chart.table(entries, scene), entries };
      }));
      const marks = (svg: string): number => svg.match(/<(path|line) [^>]*opacity="0\.(2|14)"/g)?.length ?? 0;
      assert.equal([marks(plain.svg), marks(drawn.svg)], [0, 20]);
      assert.not.match(drawn.svg, /NaN|undefined/);
      assert.match(drawn.says, 'uncertainty of the prices');
      assert.not.match(plain.says, 'prices');
      const [low, high] = ['other prices, low', 'other prices, high'].map((head) => drawn.table.columns.indexOf(head));
      const value = drawn.table.columns.indexOf(chart.id === 'latency' ? 'mean' : 'throughput');
      for (const row of drawn.table.rows) assert.ok(Number(row[low]) < Number(row[value]) && Number(row[value]) < Number(row[high]));
      assert.not.ok(plain.table.columns.some((head) => head.startsWith('other prices')));
    });
  }
}

test('a bar that would dwarf the others is drawn shorter, with its parts in proportion and its number whole', () => {
  const comparison = comparisonOf(fixture({ devices: [['net', 'rr']], depths: [1], systems: [['vhe/vhost', 'shipping', 8], ['vhe/sidecore', 'shipping', 5], ['xen/vhost', 'shipping', 9], ['nvhe/vhost', 'shipping', 10], ['vhe/trap-and-emulate', 'shipping', 5000]] }));
  const [scene] = scenesOf(comparison);
  if (scene === undefined) throw new Error('no scene');
  const rows = cpuByRole.rows(comparison.entries, scene).filter((row) => row['heading'] !== true);
  const length = (system: string) => rows.filter((row) => row.system === system).reduce((sum, row) => sum + Number(row['value']), 0);
  const giant = comparison.entries.find(({ system }) => system === 'vhe/trap-and-emulate');
  const second = comparison.entries.find(({ system }) => system === 'nvhe/vhost');
  if (giant === undefined || second === undefined) throw new Error('no entry');
  const whole = giant.roles.reduce((sum, part) => sum + part, 0);
  assert.ok(length(giant.system) < whole / 50 && length(giant.system) > length(second.system));
  assert.ok(Math.abs(length(second.system) - second.roles.reduce((sum, part) => sum + part, 0)) < 1e-9, 'the others as they are');
  const parts = rows.filter((row) => row.system === giant.system);
  for (const part of parts) assert.ok(Math.abs(Number(part['value']) / length(giant.system) - (giant.roles[Number(part['order'])] ?? 0) / whole) < 1e-9);
  assert.equal(parts.filter((part) => part['text'] !== undefined).map((part) => part['text']), [`${readable(whole)} ▸`]);
});

test('a level distribution keeps a line from end to end', () => {
  const results = fixture({ devices: [['net', 'rr']], depths: [1], systems: [['vhe/vhost', 'shipping', 8]] });
  const level = { ...results, trials: results.trials.map((trial) => ({ ...trial, latency_distribution: [0.001, 0.5, 0.9, 0.99, 0.999, 1].map((share) => [share, 4] as const) })) };
  const comparison = comparisonOf(level);
  const [scene] = scenesOf(comparison);
  if (scene === undefined) throw new Error('no scene');
  const nines = distribution.rows(comparison.entries, scene).map((row) => Number(row['nines']));
  assert.equal(nines, [0, 3]);
});

test.run();
