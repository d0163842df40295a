import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import { equal, is, match, ok } from 'uvu/assert';
import type { Browser } from 'playwright-core';
import type { Results } from '../../src/experiment/results.ts';
import { changed, few, multiplied } from '../experiment/compare/results.ts';
import { launched, opened } from '../report/chromium.ts';
import { fixture } from '../report/fixture.ts';
import { violations } from '../report/violations.ts';
import { emptyFolder, vhostLab } from './command.ts';
import { storeOf } from './store-of.ts';

const test = suite('cli: history');
let browser: Browser;
test.before(async () => {
  browser = await launched();
});
test.after(async () => {
  await browser.close();
});

/** Of one system the numbers are this much larger from some run on. */
const stepped = (results: Results, system: string, factors: readonly number[]): readonly Results[] => factors.map((factor) => changed(results, (trial) => (trial.system === system ? multiplied(trial, [factor]) : trial)));

test('a page shows where a system took another level, and that the others did not', async () => {
  const file = await storeOf(stepped(few, 'vhe/vhost', [1, 1, 1, 1.1, 1.1, 1.1]));
  const page = join(emptyFolder(), 'history.html');
  const { code, err } = vhostLab('history', 'standard', '--store', file, '--html', page);
  equal([code, err], [0, `written: ${page}\n`]);
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page: shown, requests, faults, close } = await opened(browser, pathToFileURL(page).href, { colorScheme, viewport: { width: 360, height: 800 } });
    equal([requests, faults, await shown.locator('script').count()], [[], [], 0]);
    match((await shown.locator('.lead').textContent()) ?? '', /^6 runs, 12 trials, of which 4 have change points\./);
    const points = await shown.locator('[aria-labelledby=points] tbody tr').allInnerTexts();
    is(points.length, 4);
    for (const point of points) match(point, /^4\t.*vhe\/vhost · .*depth [18]\t\+10\.0.%\t≤ 0\.001\tmodel 000000000002 → 000000000003$/);
    is(await shown.locator('figure svg').count(), 12);
    await shown.locator('summary').first().click();
    const rows = await shown.locator('.trials tbody').first().locator('tr').allInnerTexts();
    equal(rows.map((row) => row.endsWith('new')), [false, false, false, true, false, false]);
    equal(await violations(shown), []);
    ok((await shown.evaluate('document.documentElement.scrollWidth')) === 360);
    await close();
  }
  const metric = vhostLab('history', 'standard', '--store', file, '--html', page, '--metric', 'throughput_per_s', '--system', 'vhe/sidecore');
  is(metric.code, 0);
  match(readFileSync(page, 'utf8'), /6 runs, 4 trials, of which none has change points\./);
});

test("strangers' names in a store are shown as they are and never run", async () => {
  const hostile = fixture({ systems: [['</title><script>alert(1)</script>/"onload="alert(2)', 'shipping', 5]], devices: [['<svg onload=alert(3)>', '__proto__']], depths: [1] });
  const file = await storeOf(stepped(hostile, hostile.trials[0].system, [1, 1, 1, 2, 2, 2]));
  const page = join(emptyFolder(), 'history.html');
  is(vhostLab('history', 'standard', '--store', file, '--html', page).code, 0);
  const { page: shown, requests, faults } = await opened(browser, pathToFileURL(page).href);
  equal([requests, faults, await shown.locator('script, svg[onload]').count()], [[], [], 0]);
  ok((await shown.locator('h3').textContent())?.startsWith('</title><script>alert(1)</script>/"onload="alert(2) · <svg onload=alert(3)>'));
});

test('a metric that has no replications is refused for the page', async () => {
  const file = await storeOf([few]);
  const { code, err } = vhostLab('history', 'standard', '--store', file, '--html', join(emptyFolder(), 'h.html'), '--metric', 'elapsed_ms');
  is(code, 2);
  match(err, '--html: elapsed_ms is no number of each replication (throughput_per_s, latency_us_mean, ');
});

test.run();
