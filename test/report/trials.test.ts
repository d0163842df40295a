import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { allAlive, launched, opened } from './chromium.ts';
import { resultsOf } from './trials.ts';
import { written } from './written.ts';

const test = suite('report of real trials');

test('the standard suite in little: every system in every comparison, alive and without a fault', async () => {
  const results = resultsOf('standard', { requests: 100, replications: 2 });
  const { url, bytes, html } = await written(results);
  assert.ok(bytes < 1_400_000, `${bytes} bytes for ${results.trials.length} trials`);
  assert.not.match(html.replace(/<script(?![^>]* id="data">)[^]*?<\/script>/g, ''), /NaN|undefined|Infinity/);
  const systems = new Set(results.trials.map(({ system }) => system)).size;
  const browser = await launched();
  try {
    const { page, requests, faults } = await opened(browser, url);
    const points = page.locator('.answers tbody tr');
    assert.is(await points.count(), 5, 'a console at two lengths, a disk at two depths, a network');
    for (const [i, link] of (await points.getByRole('link').all()).entries()) {
      await link.click();
      // One of each device.
      if (i % 2 === 0) await allAlive(page);
      assert.is(await page.locator('.point:visible .systems tbody tr').count(), systems);
    }
    // Every virtio console but those that serve nothing.
    const consoles = new Set(results.trials.filter(({ device, system }) => device === 'console' && !/\/(null|passthrough|trap-and-emulate)/.test(system)).map(({ system }) => system));
    assert.equal(new Set(await page.locator('.lengths .systems tbody th').allTextContents()), consoles);
    assert.equal(requests, []);
    assert.equal(faults, []);
  } finally {
    await browser.close();
  }
});

test.run();
