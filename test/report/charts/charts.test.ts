import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compiled } from '../../../src/report/charts/compile.ts';
import { charts } from '../../../src/report/charts/index.ts';
import { picture } from '../../../src/report/charts/picture.ts';
import { comparisonOf } from '../../../src/report/comparison.ts';
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

test.run();
