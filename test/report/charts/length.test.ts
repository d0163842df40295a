import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compiled } from '../../../src/report/charts/compile.ts';
import { length } from '../../../src/report/charts/length.ts';
import { picture } from '../../../src/report/charts/picture.ts';
import { comparisonOf } from '../../../src/report/comparison.ts';
import { entriesFor, scenesOf } from '../../../src/report/scenes.ts';
import { fixture } from '../fixture.ts';

const test = suite('latency over length');

const comparison = comparisonOf(fixture({ devices: [['console', 'console']], depths: [1, 1000] }));
const [scene] = scenesOf(comparison);
if (scene === undefined) throw new Error('no scene');
const entries = entriesFor(length, comparison, 0);
const rows = length.rows(entries, scene);

test('has virtio and emulated consoles, and no bound or passthrough', () => {
  const systems = new Set(rows.map(({ system }) => system));
  assert.is(systems.size, 15);
  assert.ok([...systems].every((system) => !/null|passthrough/.test(system)));
  assert.equal(new Set(length.table(entries, scene).rows.map(([system]) => system)), systems);
});

test('marks what was run, and every other point lies on the straight line between', () => {
  for (const system of new Set(rows.map((row) => row.system))) {
    const line = rows.filter((row) => row.system === system).map((row) => ({ at: Number(row['at']), value: Number(row['value']), measured: row['measured'] }));
    assert.equal(line.filter(({ measured }) => measured).map(({ at }) => at), [1, 1000]);
    assert.ok(line.length > 10);
    const [first, last] = [line[0], line.at(-1)];
    if (first === undefined || last === undefined) throw new Error('no line');
    for (const { at, value } of line) {
      const straight = first.value + ((at - first.at) / (last.at - first.at)) * (last.value - first.value);
      assert.ok(Math.abs(value / straight - 1) < 1e-4, `${system} at ${at}`);
    }
  }
});

test('has a picture that fits and is the same twice', async () => {
  for (const width of [328, 560]) {
    const svg = await picture(compiled(length, scene), rows, width);
    const [, found = '0'] = /viewBox="0 0 ([\d.]+)/.exec(svg) ?? [];
    assert.ok(Number(found) <= width && Number(found) > 200, `${found} of ${width} px`);
    assert.not.match(svg, /style=|NaN|undefined/);
    assert.is(await picture(compiled(length, scene), rows, width), svg);
  }
});

test.run();
