import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { allAlive, launched, opened } from './chromium.ts';
import { fixture, PROFILE } from './fixture.ts';
import { written } from './written.ts';

const test = suite('text of strangers in the report');

const HOSTILE = [
  '<script>alert(1)</script>/<img src=x onerror=alert(2)>',
  '</script><script>alert(3)</script>/vhost',
  '"onmouseover="alert(4)/vhost',
  'vhe/\u2028${alert(5)}`javascript:alert(6)',
  "=cmd|'/C calc'!A1/vhost",
  '__proto__/constructor',
  'no slash & <b>bold</b>',
  '$&$1$$/vhost',
] as const;

test('is shown as it is and never runs', async () => {
  const base = fixture({
    systems: HOSTILE.map((name, i) => [name, 'shipping', 5 + i] as const),
    devices: [['<svg onload=alert(7)>', '</title><script>alert(8)</script>']],
    remarks: ['<!--<script>alert(9)</script>'], name: '</title><script>alert(10)</script>',
  });
  const profile = { ...PROFILE, title: '<style>*{display:none}</style>', costs: { '<b>cost</b>': { value: 1, unit: 'ns', kind: 'paper', source: '"><script>alert(11)</script>', sd: 0 } } } as const;
  const results = {
    ...base,
    suite: { ...base.suite, command: "run '<script>alert(12)</script>'" },
    trials: base.trials.map((trial) => ({ ...trial, spec: { ...trial.spec, profile } })),
  };
  const { url } = await written(results);
  const browser = await launched();
  try {
    const { page, requests, faults } = await opened(browser, url);
    await allAlive(page);
    assert.equal(faults, []);
    assert.equal(requests, []);
    assert.is(await page.title(), '</title><script>alert(10)</script>: which virtio backend? · vhost-lab');
    assert.is(await page.locator('h1').textContent(), '</title><script>alert(10)</script>');
    const names = await page.locator('.systems:visible tbody th').evaluateAll((cells) => cells.map((cell) => cell.firstChild?.textContent?.trim()));
    assert.equal([...names].sort(), HOSTILE.map((name) => name.trim()).sort());
    assert.is(await page.locator('.limits > ul > li').textContent(), '<!--<script>alert(9)</script>');
    // The data, the packed script, what unpacks it, what came out; one style: nothing else became an element.
    assert.is(await page.locator('script').count(), 4);
    assert.is(await page.locator('style').count(), 1);
    assert.is(await page.locator('img, main b:text-is("bold")').count(), 0);
    // Every event attribute would be a way in.
    assert.is(await page.evaluate(() => [...document.querySelectorAll('*')].filter((e) => [...e.attributes].some(({ name }) => name.startsWith('on'))).length), 0);
    await page.locator('.filter summary').click();
    await page.locator('.filter input').nth(0).uncheck();
    assert.is(await page.locator('.systems:visible tbody tr:visible').count(), HOSTILE.length - 1);
    await page.reload();
    assert.is(await page.locator('.systems:visible tbody tr:visible').count(), HOSTILE.length - 1);
    assert.equal(faults, []);
  } finally {
    await browser.close();
  }
});

test.run();
