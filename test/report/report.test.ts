import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Browser } from 'playwright-core';
import { allAlive, launched, opened } from './chromium.ts';
import { fixture } from './fixture.ts';
import { violations } from './violations.ts';
import { written } from './written.ts';

const test = suite<{ browser: Browser; url: string; small: string }>('report in a browser');

// A test and not a hook: uvu forgives a hook that throws.
test('a report is written and Chromium starts', async (context) => {
  const small = await written(fixture({ devices: [['net', 'rr']], draws: 20 }));
  Object.assign(context, await written(fixture()), { small: small.url, browser: await launched() });
});

test.after(async ({ browser }) => {
  await browser?.close();
});

test('asks for nothing, violates no policy and says nothing on the console', async ({ browser, url }) => {
  const { page, requests, faults, close } = await opened(browser, url);
  await allAlive(page);
  await page.locator('[id="p0-events"]').scrollIntoViewIfNeeded();
  // Scrolling hides the tooltip, so let it come to rest.
  await page.waitForTimeout(100);
  await page.locator('[id="p0-events"] .mark-rect.role-mark path').nth(4).hover();
  await page.locator('.tip', { hasText: 'kicks per request: 1.00' }).waitFor();
  assert.equal(requests, []);
  assert.equal(faults, []);
  await close();
});

test('runs no script and no style but its own', async ({ browser, url }) => {
  const { page, faults, close } = await opened(browser, url);
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.stranger = true';
    document.body.append(script);
    document.body.setAttribute('style', 'color: rgb(1, 2, 3)');
    return { stranger: 'stranger' in window, colour: getComputedStyle(document.body).color };
  });
  assert.is(ran.stranger, false);
  assert.is.not(ran.colour, 'rgb(1, 2, 3)');
  assert.is(faults.length, 2, 'the policy reports both');
  await close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`has nothing that axe finds in ${colorScheme}`, async ({ browser, small }) => {
    const { page, close } = await opened(browser, small, { colorScheme, bypassCSP: true });
    await allAlive(page);
    await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
    assert.equal(await violations(page), []);
    await close();
  });
}

test('is complete without its script: every point, picture and table', async ({ browser, url }) => {
  const { page, close } = await opened(browser, url, { javaScriptEnabled: false });
  assert.is(await page.locator('.point:visible').count(), 6);
  // Each group has 2 charts along the depth, each point 5.
  assert.is(await page.locator('figure.chart svg:visible').count(), 3 * 2 + 6 * 5);
  assert.is(await page.locator('table.systems tbody tr').count(), 6 * 20);
  assert.is(await page.locator('figure.chart details table').count(), 3 * 2 + 6 * 5);
  assert.is(await page.locator('.downloads, .bar').count(), 0, 'no control that does nothing');
  await close();
});

test('has nothing that axe finds without its script', async ({ browser, small }) => {
  const { page, close } = await opened(browser, small, { bypassCSP: true });
  await page.evaluate((html) => {
    document.documentElement.innerHTML = html.replace(/<script>[^]*?<\/script>/, '');
  }, readFileSync(new URL(small), 'utf8'));
  assert.is(await page.locator('.point:visible').count(), 2);
  assert.equal(await violations(page), []);
  await close();
});

test('prints every point, opened and without controls', async ({ browser, url }) => {
  const { page, close } = await opened(browser, url, { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.is(await page.locator('.point:visible').count(), 6);
  assert.is(await page.locator('.bar:visible, .downloads:visible').count(), 0);
  assert.is(await page.locator('details:not([open])').count(), 0);
  assert.is(await page.locator('figure.chart details table:visible').count(), 3 * 2 + 6 * 5);
  assert.is(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), 'rgb(255, 255, 255)');
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.is.not(await page.locator('details:not([open])').count(), 0);
  assert.ok((await page.pdf()).byteLength > 50_000);
  await close();
});

for (const width of [360, 768, 1920]) {
  test(`fits ${width} px: the page itself never scrolls sideways`, async ({ browser, url }) => {
    const { page, close } = await opened(browser, url, { viewport: { width, height: 800 } });
    await allAlive(page);
    await page.evaluate(() => document.querySelectorAll('main details').forEach((details) => details.setAttribute('open', '')));
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
    const pictures = await page.locator('.point:not(.off) .canvas svg').evaluateAll((found) => found.map((svg) => svg.getBoundingClientRect().right));
    assert.ok(pictures.every((right) => right <= width));
    await close();
  });
}

test.run();
