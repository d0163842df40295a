import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { accuracies } from '../../src/experiment/accuracy.ts';
import type { Row } from '../../src/experiment/validation.ts';
import { accuracyMarkdown } from '../../src/report/accuracy-markdown.ts';
import { accuracyPage } from '../../src/report/accuracy-page.ts';
import { profileInWords } from '../../src/report/accuracy-words.ts';
import { launched, opened } from './chromium.ts';

const test = suite('the page of predicted and measured');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const HOSTILE = '</title><script>alert(1)</script><b>&"\'';

const row = (id: string, changes: Partial<Row> = {}): Row => ({
  id, group: 'group one', system: 'vhe/null', profile: 'neoverse-n1', metric: 'latency.mean', unit: 'ns', predicted: 292, low: 240, high: 350, measured: 310, above: null, below: null,
  error_pct: -5.8, right: null, evidence: 'primary', use: 'validation', null_value: 400, null_error_pct: 29, null_right: null, null_from: 'other', tolerance: 0, source: 'here', remark: null, ...changes,
});
const rows: readonly Row[] = [
  row('hvc'), row('fitted', { use: 'fit', error_pct: 0, predicted: 310 }),
  row('far', { unit: 'cycles', predicted: 9000, high: 20_000, measured: 1000, error_pct: 800 }),
  row('ordering', { group: 'group two', unit: 'ratio', measured: null, above: 1, right: false, error_pct: -10, null_right: false }),
  row('nothing', { group: 'group two', unit: 'per request', measured: 0, error_pct: null, predicted: 1 }),
  row(HOSTILE, { group: HOSTILE, system: HOSTILE, source: HOSTILE, remark: HOSTILE, null_from: HOSTILE }),
];
const validation = { rows, groups: accuracies(rows), draws: 24 };

test('is one file without script that a browser takes as it is, in light and dark, wide and narrow', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vhost-lab-accuracy-'));
  const file = join(folder, 'accuracy.html');
  writeFileSync(file, await accuracyPage(validation));
  const browser = await launched();
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1280, 360]) {
        const { page, requests, faults, close } = await opened(browser, pathToFileURL(file).href, { colorScheme, bypassCSP: true, viewport: { width, height: 900 } });
        assert.equal([requests, faults], [[], []]);
        assert.is(await page.locator('script').count(), 0);
        assert.is(await page.locator('h2').last().textContent(), HOSTILE);
        assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `wider than ${width}`);
        await page.evaluate(axe);
        const { violations } = await page.evaluate<{ readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly failureSummary: string }[] }[] }>('axe.run()');
        assert.equal(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.failureSummary}`), []);
        await close();
      }
    }
    const { faults, page } = await opened(browser, pathToFileURL(file).href);
    assert.equal(faults, []);
    // One panel for each unit that has a measured number above 0: ns and cycles.
    assert.equal(await page.locator('figure svg text', { hasText: /^(ns|cycles|ratio|per request)$/ }).allTextContents(), ['cycles', 'ns']);
    assert.is(await page.locator('tr', { hasText: 'ordering' }).locator('.bad').textContent(), 'wrong');
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
});

test('without any number there is a page, and no picture', async () => {
  const only = [row('ordering', { measured: null, above: 1, right: true })];
  assert.not.match(await accuracyPage({ rows: only, groups: accuracies(only), draws: 0 }), '<figure>');
});

test('as Markdown a group is one line', () => {
  assert.equal(accuracyMarkdown({ groups: accuracies(rows.slice(0, 4)) }).trimEnd().split('\n').slice(2), [
    '| `group one` | 1 | 0\u202f%, 0\u202f% | 2 | 403\u202f%, 800\u202f% | 29\u202f% | 1 of 2 | – |',
    '| `group two` | – | – | – | – | – | – | 0 of 1 |',
  ]);
});

test('a profile says how well it meets what it was fitted to and what it has not seen', () => {
  const of = (...some: readonly Row[]) => accuracies(some, 'profile');
  assert.is(profileInWords('mine', []), 'No measurement of profile mine is in the lab: how far its predictions are off is not known.');
  assert.is(profileInWords('mine', of(rows[1])), 'Profile mine meets the number it was fitted to with a median error of 0\u202f% (worst 0\u202f%); none that it has not seen is in the lab.');
  assert.is(profileInWords('mine', of(rows[0], rows[1])), 'Profile mine meets the number it was fitted to with a median error of 0\u202f% (worst 0\u202f%), and the number it has not seen with 6\u202f% (worst 6\u202f%).');
});

test.run();
