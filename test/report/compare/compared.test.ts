import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import { equal, is, not, ok } from 'uvu/assert';
import type { Browser } from 'playwright-core';
import { compared } from '../../../src/experiment/compare/comparison.ts';
import { gateOf } from '../../../src/experiment/compare/gate.ts';
import type { Results } from '../../../src/experiment/results.ts';
import { metricNamed } from '../../../src/experiment/tuning/metric.ts';
import { comparedJson } from '../../../src/report/compare/json.ts';
import { comparedJUnit } from '../../../src/report/compare/junit.ts';
import { comparedMarkdown } from '../../../src/report/compare/markdown.ts';
import { comparedPage } from '../../../src/report/compare/page.ts';
import { inPercent, type Told } from '../../../src/report/compare/told.ts';
import { escapeXml } from '../../../src/report/compare/xml.ts';
import { changed, few, multiplied } from '../../experiment/compare/results.ts';
import { launched, opened } from '../chromium.ts';
import { fixture } from '../fixture.ts';
import { violations } from '../violations.ts';

const test = suite('a comparison, told');
const folder = mkdtempSync(join(tmpdir(), 'vhost-lab-compared-'));
let browser: Browser;
test.before(async () => {
  browser = await launched();
});
test.after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

function told(base: Results, now: Results, limit: number | null, name = 'base.json'): Told {
  const all = compared({ name, results: base }, { name: 'now.json', results: now }, ['latency_us.mean', 'throughput_per_s'].map(metricNamed));
  return { compared: all, gate: limit === null ? null : gateOf(all, limit) };
}

/** Two slower, one faster, one by chance, one that now fails, one gone, one new. */
const [first, second, ...rest] = few.trials;
const factors = [[1.2], [1.07], [0.9], [0.9, 1.3, 0.8, 1.2, 1]];
const now: Results = {
  ...few,
  trials: [...rest.map((trial, i) => (i < factors.length ? multiplied(trial, factors[i]) : trial)), { ...second, system: 'xen/vhost' }],
  failures: [{ failed: 'timeout', says: 'took longer than 1 s', spec: { ...first.spec, params: first.params } }],
};

const SUITE = '"><script>alert(1)</script>\u0000\u0007\ud800]]>&amp;|`*_x_~~@all\u001b[31m';
const hostile = fixture({ systems: [[`vhe/${SUITE}`, 'shipping', 5], ['</title><svg onload=alert(2)>/x', 'shipping', 6]], devices: [[SUITE, '<img src=x onerror=alert(3)>']], name: SUITE, depths: [1] });
const strange = told(hostile, changed(hostile, (trial) => multiplied(trial, [1.5])), 0.01, SUITE);

interface JUnitCase {
  readonly name: string;
  readonly system: string;
  readonly outcome: string;
}

/** What a browser's XML parser reads, which stops at the first fault. */
async function parsed(xml: string): Promise<{ readonly fault: string | null; readonly counts: Readonly<Record<string, string>>; readonly cases: readonly JUnitCase[] }> {
  const { page, close } = await opened(browser, 'about:blank');
  const found = await page.evaluate((text) => {
    const document = new DOMParser().parseFromString(text, 'application/xml');
    const root = document.documentElement;
    return {
      fault: document.querySelector('parsererror')?.textContent ?? null,
      counts: Object.fromEntries([...root.attributes].map(({ name, value }) => [name, value])),
      cases: [...document.querySelectorAll('testcase')].map((each) => ({ name: each.getAttribute('name') ?? '', system: each.getAttribute('classname') ?? '', outcome: each.firstElementChild?.tagName ?? '' })),
    };
  }, xml);
  await close();
  return found;
}

test('JUnit is well formed, counts what it holds, and fails exactly where the gate does', async () => {
  const one = told(few, now, 0.05);
  const { fault, counts, cases } = await parsed(comparedJUnit(one));
  is(fault, null);
  const outcomes = (name: string): number => cases.filter(({ outcome }) => outcome === name).length;
  equal(counts, { name: 'vhost-lab compare: base.json with now.json', tests: String(cases.length), failures: String(outcomes('failure')), errors: '1' });
  // Latency 20 and 7 % up, so throughput up too; the one that is 10 % down has lower throughput.
  equal([outcomes('failure'), outcomes('error'), outcomes('skipped')], [3, 1, 1]);
  equal((await parsed(comparedJUnit(told(few, now, null)))).cases.filter(({ outcome }) => outcome === 'failure'), []);
});

test('JUnit from strangers is well formed, and reads as what they wrote but for what XML cannot hold', async () => {
  const { fault, cases } = await parsed(comparedJUnit(strange));
  is(fault, null);
  is(cases[0].system, `vhe/${SUITE.replace(/[\u0000-\u001f\ud800]/g, '\ufffd')}`);
  is(escapeXml('a<b>&"\'\n\u{1f600}\udc00'), 'a&lt;b&gt;&amp;&quot;&apos;&#10;\u{1f600}\ufffd');
});

test('JSON has every trial with its numbers, and changes that follow from them', () => {
  const json = JSON.parse(comparedJson(told(few, now, 0.05)));
  equal([json.matched, json.appeared.length, json.disappeared.length, json.broken.map(({ failed }: { failed: string }) => failed)], [10, 1, 1, ['timeout']]);
  equal(json.gate, { limit_pct: 5, passes: false, over: 3, broken: 1 });
  for (const { trials } of json.metrics) {
    is(trials.length, 10);
    for (const trial of trials) ok(Math.abs(trial.change_pct - 100 * (trial.new / trial.base - 1)) < 1e-9);
  }
  equal(json.metrics[0].trials.slice(0, 5).map(({ verdict }: { verdict: string }) => verdict), ['worse', 'worse', 'better', 'not significant', 'same']);
});

test('Markdown lists what changed, worse before better and the most first, and no stranger gets a tag, a link or a cell', () => {
  const text = comparedMarkdown(told(few, now, 0.05));
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && !line.includes('system')).slice(0, 4);
  equal(rows.map((row) => row.split('|')[7].trim()), ['worse: over the limit', 'worse: over the limit', 'better', '~']);
  ok(text.includes('**Failed: 3 numbers are worse by more than 5 % beyond chance and 1 trial had a result and now fails.**'));
  const theirs = comparedMarkdown(strange);
  for (const row of theirs.split('\n').filter((line) => line.startsWith('| '))) is(row.split('|').length, 9);
  for (const mark of ['<script', '<img', '`', '~~', '@all', '*_']) not.ok(theirs.replaceAll('**', '').includes(mark), mark);
});

test('the page asks for nothing, runs nothing, holds every changed trial twice, and is accessible in light and dark', async () => {
  const path = join(folder, 'page.html');
  writeFileSync(path, await comparedPage(told(few, now, 0.05)));
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, requests, faults, close } = await opened(browser, pathToFileURL(path).href, { colorScheme });
    equal([requests, faults, await page.locator('script').count()], [[], [], 0]);
    equal(await page.locator('section h2').allTextContents(), ['mean latency, less is better', 'throughput, more is better', 'Had a result in base.json and fail in now.json: 1', 'Appeared: only in now.json: 1', 'Disappeared: only in base.json: 1', 'What was compared']);
    equal(await page.locator('tbody').first().locator('tr').count(), 4);
    is(await page.locator('figure .wide svg').count(), 2);
    await page.locator('summary').first().click();
    equal(await violations(page), []);
    await page.setViewportSize({ width: 360, height: 800 });
    ok((await page.evaluate('document.documentElement.scrollWidth')) === 360);
    await close();
  }
});

test('strangers on the page are shown as they are and never run', async () => {
  const path = join(folder, 'hostile.html');
  writeFileSync(path, await comparedPage(strange));
  const { page, requests, faults, close } = await opened(browser, pathToFileURL(path).href);
  equal([requests, faults, await page.locator('script, img, svg[onload]').count()], [[], [], 0]);
  ok((await page.locator('h1').textContent())?.includes('"><script>alert(1)</script>'));
  await close();
});

test('a change says as many digits as it has', () => {
  equal([1, 1.00001, 0.99999, 1.0005, 1.042, 0.958, 2.5, Infinity, 0].map(inPercent).map((text) => text.replace('\u202f', ' ')), ['0 %', '<0.01 %', '>−0.01 %', '+0.05 %', '+4.2 %', '−4.2 %', '+150 %', 'from 0', '−100 %']);
});

test.run();
