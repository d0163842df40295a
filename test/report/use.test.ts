import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Browser, Page } from 'playwright-core';
import { allAlive, launched, opened } from './chromium.ts';
import { fixture } from './fixture.ts';
import { written } from './written.ts';

const test = suite<{ browser: Browser; url: string }>('using the report');

// A test and not a hook: uvu forgives a hook that throws.
test('a report is written and Chromium starts', async (context) => {
  Object.assign(context, await written(fixture({ name: 'a <b>suite</b>' })), { browser: await launched() });
});

test.after(async ({ browser }) => {
  await browser?.close();
});

test('shows one point at a time, chosen by device, workload and parameter', async ({ browser, url }) => {
  const { page, faults, close } = await opened(browser, url);
  assert.is(await page.locator('.point:visible').count(), 1);
  await page.locator('.bar').getByLabel('device').selectOption('net');
  await page.locator('.bar').getByLabel('depth').selectOption('8');
  assert.is(await page.locator('.group:visible > h2').textContent(), 'net · rr');
  assert.is(await page.locator('.point:visible > h3').textContent(), 'At depth 8');
  assert.is(await page.locator('#said').textContent(), 'net · rr · depth 8: 20 of 20 systems shown');
  assert.equal(faults, []);
  await close();
});

test('keeps what was chosen in the hash and finds it again', async ({ browser, url }) => {
  const first = await opened(browser, url);
  await first.page.locator('.bar').getByLabel('device').selectOption('net');
  await first.page.locator('.bar').getByLabel('theme').selectOption('dark');
  await first.page.locator('.filter summary').click();
  await first.page.getByRole('group', { name: 'vhe', exact: true }).getByLabel('user-thread[io=vcpu]').uncheck();
  const link = first.page.url();
  await first.close();

  const second = await opened(browser, link);
  assert.is(await second.page.locator('.group:visible > h2').textContent(), 'net · rr');
  assert.is(await second.page.locator('html').getAttribute('data-theme'), 'dark');
  assert.is(await second.page.locator('.filter summary').textContent(), '19 of 20 systems');
  assert.is(await second.page.locator('.systems:visible tbody tr:visible').count(), 19);
  assert.is(second.page.url(), link);
  await second.close();
});

test('takes a wrong hash as none', async ({ browser, url }) => {
  const { page, faults, close } = await opened(browser, `${url}#at=p99&system=nobody&theme=pink&__proto__=1`);
  assert.is(await page.locator('.point:visible > h3').textContent(), 'At depth 1');
  assert.is(await page.locator('.filter summary').textContent(), 'All 20 systems');
  assert.equal(faults, []);
  await close();
});

test('follows a link of the answers and keeps the selection', async ({ browser, url }) => {
  const { page, close } = await opened(browser, `${url}#at=p0&system=vhe%2Fvhost`);
  await page.getByRole('link', { name: 'console · depth 8' }).click();
  await page.locator('.group:visible > h2', { hasText: 'console' }).waitFor();
  assert.is(await page.locator('.systems:visible tbody tr:visible').count(), 1);
  await close();
});

test('a brush over one chart filters the others and the table', async ({ browser, url }) => {
  const { page, close } = await opened(browser, url);
  await allAlive(page);
  const before = await marks(page, 'cpu-by-role');
  const chart = page.locator('[id="p0-events"] .picture');
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.boundingBox();
  assert.ok(box);
  // Below the column heads lie the rows of the first hypervisor, static-partition: a heading and seven systems.
  await page.mouse.move(box.x + 180, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 10, box.y + 15 + 18 * 7.5, { steps: 4 });
  await page.mouse.up();
  assert.is(await page.locator('.filter summary').textContent(), '7 of 20 systems');
  assert.is(await page.locator('.systems:visible tbody tr:visible').count(), 7);
  await page.waitForFunction((count) => document.querySelectorAll('[id="p0-cpu-by-role"] .mark-rect.role-mark path').length < count, before);
  // The brushed chart keeps the rows of all: 20 systems and 5 invisible headings.
  assert.is(await marks(page, 'events'), 5 * 20 + 5);
  await page.keyboard.press('Escape');
  assert.is(await page.locator('.systems:visible tbody tr:visible').count(), 20);
  await close();
});

test('a click on a mark chooses its system, a second one lets it go', async ({ browser, url }) => {
  const { page, close } = await opened(browser, url);
  const mark = page.locator('[id="p0-provenance"] .canvas .mark-rect.role-mark path').nth(2);
  await page.locator('[id="p0-provenance"]').scrollIntoViewIfNeeded();
  await mark.click();
  assert.is(await page.locator('.filter summary').textContent(), '1 of 20 systems');
  await mark.click();
  assert.is(await page.locator('.filter summary').textContent(), 'All 20 systems');
  await close();
});

test('sorts the table by any column, both ways, from the keyboard', async ({ browser, url }) => {
  const { page, close } = await opened(browser, url);
  const head = page.locator('.systems:visible').getByRole('button', { name: 'CPU, µs' });
  await head.focus();
  await page.keyboard.press('Enter');
  const column = () => page.locator('.systems:visible tbody tr').evaluateAll((rows) => rows.map((row) => Number(row.querySelectorAll('td')[6]?.textContent)));
  const ascending = await column();
  assert.equal(ascending, [...ascending].sort((a, b) => a - b));
  await page.keyboard.press('Enter');
  assert.equal(await column(), ascending.toReversed());
  await close();
});

test('gives CSV, SVG, PNG and specification of every chart, of the selected systems', async ({ browser, url }) => {
  const { page, faults, close } = await opened(browser, `${url}#at=p1&system=vhe%2Fvhost&system=xen%2Fvhost`);
  for (const figure of await page.locator('.point:visible figure.chart').all()) {
    await figure.scrollIntoViewIfNeeded();
    await figure.locator('.canvas svg').waitFor();
    const take = async (kind: string) => {
      // Chromium drops downloads beyond ten a second.
      await page.waitForTimeout(100);
      const [download] = await Promise.all([page.waitForEvent('download'), figure.getByRole('button', { name: kind, exact: true }).click()]);
      return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
    };
    const csv = await take('CSV');
    assert.match(csv.name, /^a-b-suite-b-[gp]\d-[a-z-]+\.csv$/);
    assert.match(csv.bytes.toString(), /^system,[^\r]+\r\n(vhe\/vhost|xen\/vhost),[\d.]+/);
    assert.not.match(csv.bytes.toString(), /nvhe/);
    const svg = (await take('SVG')).bytes.toString();
    assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    assert.not.match(svg, /var\(|style=/);
    const png = (await take('PNG')).bytes;
    assert.is(png.subarray(1, 4).toString(), 'PNG');
    assert.ok(png.readUInt32BE(16) > 600, 'at twice the size');
    const spec: { readonly $schema: string; readonly data: { readonly values: readonly object[] } } = JSON.parse((await take('spec')).bytes.toString());
    assert.match(spec.$schema, /vega-lite/);
    assert.ok(spec.data.values.length > 0);
  }
  assert.equal(faults, []);
  await close();
});

test('a picture that is not alive yet is saved with what it shares with others', async ({ browser, url }) => {
  const { page, close } = await opened(browser, 'about:blank');
  await page.addInitScript(() => {
    window.IntersectionObserver = class extends window.IntersectionObserver {
      override observe(): void {}
    };
  });
  await page.goto(url);
  const figure = page.locator('[id="p0-cpu-by-role"]');
  assert.ok(await figure.locator('.picture use').count() > 0);
  const [download] = await Promise.all([page.waitForEvent('download'), figure.getByRole('button', { name: 'SVG', exact: true }).click()]);
  const svg = readFileSync(await download.path(), 'utf8');
  assert.not.match(svg, /<use|href/);
  assert.ok(svg.includes('>static-partition<') && svg.includes('>host kernel<'));
  await close();
});

async function marks(page: Page, chart: string): Promise<number> {
  return page.locator(`[id="p0-${chart}"] .mark-rect.role-mark path`).count();
}

test.run();
