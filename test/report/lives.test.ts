import type { Browser } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Results } from '../../src/experiment/results.ts';
import { deflated, inflated } from '../../src/report/lives/deflated.ts';
import { livesOf } from '../../src/report/lives/lives.ts';
import { packed, unpacked } from '../../src/report/lives/packed.ts';
import { launched, opened } from './chromium.ts';
import { fixture } from './fixture.ts';
import { resultsOf } from './trials.ts';
import { violations } from './violations.ts';
import { written } from './written.ts';

const test = suite<{ browser: Browser; url: string; bytes: number; results: Results }>('the lives of requests in the report');

// A test and not a hook: uvu forgives a hook that throws.
test('a report of real trials is written and Chromium starts', async (context) => {
  const results = resultsOf('standard', { systems: ['vhe/vhost', 'static-partition/user-thread', 'vhe/trap-and-emulate', 'xen/passthrough'], requests: 5, replications: 1, grid: {} });
  Object.assign(context, await written(results), { results, browser: await launched() });
});

test.after(async ({ browser }) => {
  await browser?.close();
});

test('every system of each device is there, at the suite\'s policy, with one request at a time', ({ results }) => {
  const devices = livesOf(results);
  assert.equal(devices.map(({ device, lives }) => `${device} ${lives.length}`), ['blk 4', 'net 4', 'console 4']);
  const [{ lives, operation }] = devices;
  assert.is(operation, 'a read of 4096 bytes from blk');
  assert.is(lives.find(({ system }) => system === 'static-partition/user-thread')?.met, 'the request finds the back end polling; its completion finds the vCPU in a native WFI');
  for (const { scene, attribution } of devices.flatMap((device) => device.lives)) {
    assert.is(scene.rows.reduce((sum, { ps, times }) => sum + ps * times, 0) > 0, true);
    assert.is(Object.values(attribution.byPhase).reduce((sum, ps) => sum + ps, 0), attribution.latencyPs);
  }
});

test('what is packed for the page is the same when it is unpacked', async ({ results }) => {
  const devices = livesOf(results);
  const again = unpacked(JSON.parse(await inflated(await deflated(JSON.stringify(packed(devices))))));
  assert.equal(again, devices);
});

test('stands in the page without its script: the baseline beside another, and where they differ', async ({ browser, url }) => {
  const { page, close } = await opened(browser, url, { javaScriptEnabled: false });
  assert.is(await page.locator('.lives svg.sequence:visible').count(), 2);
  assert.match(await page.locator('#life-a figcaption').textContent() ?? '', /^vhe\/vhost /);
  assert.is(await page.locator('.lives svg.waterfall:visible').count(), 1);
  assert.is(await page.locator('.lives button, .lives select').count(), 0, 'no control that does nothing');
  await close();
});

test('any two systems of any device can be chosen, aligned, stepped through and compared', async ({ browser, url }) => {
  const { page, faults, close } = await opened(browser, url);
  const choose = (label: string, value: string) => page.locator('.lives .choose').getByLabel(label).selectOption(value);
  await choose('Right', 'vhe/trap-and-emulate');
  assert.match(await page.locator('#life-b figcaption').textContent() ?? '', /^vhe\/trap-and-emulate /);
  const tops = await page.locator('.lives svg.sequence').evaluateAll((found) => found.map((svg) => [...svg.querySelectorAll('.phase')].map((phase) => `${phase.textContent?.replace(/ [\d.].*/, '') ?? ''} ${phase.getAttribute('y') ?? ''}`)));
  assert.equal(tops[0], tops[1], 'the phases begin at the same heights');
  await page.locator('.lives').getByRole('button', { name: 'Next step' }).click();
  assert.match(await page.locator('.lives .step-now').textContent() ?? '', /^Step 1 of \d+\. submit: submit, .* \| submit: submit to controller, /);
  await choose('Device', 'net');
  assert.match(await page.locator('#lives-asked').textContent() ?? '', /^A packet of/);
  assert.is(await page.locator('.lives svg.flame').count(), 2);
  assert.match(await page.locator('.lives svg.waterfall').first().getAttribute('aria-label') ?? '', /from vhe\/vhost, .* to vhe\/trap-and-emulate, /);
  await page.locator('.lives').getByLabel('to scale').check();
  assert.ok(await page.locator('.lives svg.sequence .break').count() >= 1);
  assert.equal(faults, []);
  await close();
});

test('fits from 360 to 1600 px, has nothing that axe finds, and prints', async ({ browser, url }) => {
  for (const [width, colorScheme] of [[360, 'dark'], [1600, 'light']] as const) {
    const { page, close } = await opened(browser, url, { viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
    await page.locator('.lives .choose').waitFor();
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
    await page.evaluate(() => document.querySelectorAll('.lives details').forEach((details) => details.setAttribute('open', '')));
    assert.equal(await violations(page, '.lives'), []);
    if (width === 1600) {
      await page.emulateMedia({ media: 'print' });
      assert.is(await page.locator('.lives .choose:visible, .lives .player:visible').count(), 0);
      assert.is(await page.locator('.lives svg.sequence:visible').count(), 2);
    }
    await close();
  }
});

test('is left out where the profile has no prices to follow', async () => {
  const { html } = await written(fixture({ devices: [['blk', 'fio:randread']], depths: [1] }));
  assert.not.match(html, /id="lives"/);
});

test.run();
