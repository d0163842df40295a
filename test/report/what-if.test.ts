import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Browser, Page } from 'playwright-core';
import { expandSuite, withChange } from '../../src/experiment/suite.ts';
import { trial } from '../../src/experiment/trial.ts';
import type { TrialResult } from '../../src/experiment/results.ts';
import { readOverrides } from '../../src/formats/overrides-file.ts';
import { duration } from '../../src/report/explained/told.ts';
import { readable } from '../../src/report/numbers.ts';
import { lifeOf } from '../../src/report/lives/lives.ts';
import type { LifeOf } from '../../src/report/lives/lives.ts';
import { launched, opened } from './chromium.ts';
import { resultsOf, sourcesOf, specsOf, suiteOf } from './trials.ts';
import { violations } from './violations.ts';
import { written } from './written.ts';

const test = suite<{ browser: Browser; url: string }>('what-if panel');

const CHANGE = { requests: 300, replications: 2, grid: { 'workload.iodepth': [1, 8] } };

// A test and not a hook: uvu forgives a hook that throws.
test('a report is written and Chromium starts', async (context) => {
  const results = resultsOf('quick', CHANGE);
  const hostile = { ...results, suite: { ...results.suite, command: "npx vhost-lab run '</script><b>quick</b>' --set ring.size=64 --set costs.context_switch=1us --seed 9 --requests 7" } };
  Object.assign(context, await written(hostile), { browser: await launched() });
});

test.after(async ({ browser }) => {
  await browser?.close();
});

async function open(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Change costs, policies or load' }).click();
  await settled(page);
}

/** Until every system is simulated as asked. */
async function settled(page: Page): Promise<void> {
  await page.locator('.outcome[aria-busy="false"]').waitFor();
}

/** Every digit of every system, by name and in the order of the columns. */
async function numbers(page: Page): Promise<Readonly<Record<string, readonly string[]>>> {
  const rows = await page.locator('.outcome tr[data-system]').evaluateAll((all) => all.map((row) => [row.getAttribute('data-system') ?? '', [...row.querySelectorAll('data')].map((cell) => cell.getAttribute('value') ?? '')] as const));
  return Object.fromEntries(rows);
}

function numbersOf(results: readonly TrialResult[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(results.map(({ system, metrics: m }) => [system, [m.latency_us.mean, m.latency_us.p50, m.latency_us.p99, m.throughput_per_s, m.per_request.exits, m.cpu_us_per_request.total].map(String)]));
}

/** What `run quick --set-file` measures with the panel's own file, at the depth of a point. */
async function rerun(page: Page, depth: number): Promise<Readonly<Record<string, readonly string[]>>> {
  const yaml = (await page.locator('.yaml pre').textContent()) ?? '';
  const asked = withChange({ ...suiteOf('quick'), ...CHANGE, requests: 9, replications: 1, seed: 9 }, readOverrides(yaml, 'what-if.yaml'), 'what-if.yaml');
  return numbersOf(expandSuite(asked, sourcesOf(asked)).filter(({ params }) => params['workload.iodepth'] === depth).map(trial));
}

async function search(page: Page, words: string): Promise<void> {
  await page.getByLabel('Find a cost, policy or parameter').fill(words);
}

test('opens with the numbers of the report itself', async ({ browser, url }) => {
  const { page, faults, requests, close } = await opened(browser, url);
  await open(page);
  assert.equal(await numbers(page), numbersOf(resultsOf('quick', CHANGE).trials.filter(({ params }) => params['workload.iodepth'] === 1)));
  assert.equal(await numbers(page), await rerun(page, 1));
  assert.equal([...faults, ...requests], []);
  await close();
});

test('a slider that is dragged changes the numbers to those of run --set-file, and a reload finds them again', async ({ browser, url }) => {
  const { page, faults, close } = await opened(browser, url);
  await open(page);
  const before = await numbers(page);
  await search(page, 'context_switch');
  const slider = page.getByRole('slider', { name: 'context_switch', exact: true });
  const box = await slider.boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2, { steps: 12 });
  // While the hand moves, CPU time follows by its derivatives and the report's own numbers stay behind.
  assert.ok(await page.locator('.outcome .ghost').count() > 6);
  await page.mouse.up();
  await settled(page);
  const after = await numbers(page);
  assert.not.equal(after, before);
  assert.equal(after, await rerun(page, 1));
  await page.waitForFunction(() => location.hash.includes('set=costs.context_switch'));
  const link = page.url();
  await close();

  const again = await opened(browser, link);
  await settled(again.page);
  assert.equal(await numbers(again.page), after);
  assert.is(again.page.url(), link);
  assert.equal([...faults, ...again.faults], []);
  await again.close();
});

test('works from the keyboard: sliders, lists, switches, typed numbers, and back', async ({ browser, url }) => {
  const { page, faults, close } = await opened(browser, url);
  await page.getByRole('button', { name: 'Change costs, policies or load' }).focus();
  await page.keyboard.press('Enter');
  await settled(page);
  const before = await numbers(page);
  await search(page, 'try_to_wake_up');
  await page.getByRole('slider', { name: 'try_to_wake_up', exact: true }).focus();
  for (const key of ['PageUp', 'ArrowRight', 'ArrowRight', 'ArrowLeft']) await page.keyboard.press(key);
  await settled(page);
  await search(page, 'halt_poll_ns');
  const typed = page.getByLabel('halt_poll_ns: type a value');
  await typed.fill('35us');
  await page.keyboard.press('Tab');
  await search(page, 'EVENT_IDX');
  await page.getByRole('checkbox', { name: 'event_idx' }).focus();
  await page.keyboard.press('Space');
  await search(page, 'core_map');
  await page.getByLabel('core_map', { exact: true }).focus();
  await page.keyboard.press('s');
  await settled(page);
  assert.is(await page.locator('.changes').textContent(), '4 changed.');
  assert.match((await page.locator('.yaml pre').textContent()) ?? '', /policy\.halt_poll_ns: 35000\n/);
  // One of the three cannot share its cores, and says why in its row.
  const { 'static-partition/user-thread': refused, ...others } = await numbers(page);
  assert.equal(refused, []);
  assert.match((await page.locator('.outcome .refused').textContent()) ?? '', /topology\.core_map: shared/);
  assert.is(Object.keys(others).length, 2);
  await page.getByRole('button', { name: 'Reset core_map' }).focus();
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(await numbers(page), await rerun(page, 1));
  await page.getByRole('button', { name: 'Reset all' }).focus();
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(await numbers(page), before);
  assert.match((await page.locator('#said').textContent()) ?? '', /^3 systems simulated\. Use /);
  assert.equal(faults, []);
  await close();
});

test('the load changes too: a depth that the grid varies stands in the file as another value of the grid', async ({ browser, url }) => {
  const { page, close } = await opened(browser, `${url}#at=p1&set=workload.iodepth%3D5`);
  await settled(page);
  assert.match((await page.locator('.yaml pre').textContent()) ?? '', /\ngrid: .*\n  workload\.iodepth: \[5\]\n/);
  assert.equal(await numbers(page), await rerun(page, 5));
  await page.locator('.bar').getByLabel('iodepth').selectOption('1');
  await settled(page);
  assert.equal(await numbers(page), await rerun(page, 5), 'the change holds at every point');
  // Nothing is lost by whoever is quicker than the link.
  await search(page, 'gpr_save');
  await page.getByRole('slider', { name: 'gpr_save', exact: true }).press('PageUp');
  await page.locator('.bar').getByLabel('iodepth').selectOption('8');
  await settled(page);
  assert.is(await page.locator('.changes').textContent(), '2 changed.');
  assert.equal(await numbers(page), await rerun(page, 5));
  await close();
});

test('the diagrams of a request follow, with what they were', async ({ browser, url }) => {
  const { page, faults, close } = await opened(browser, `${url}#at=p1&set=costs.context_switch%3D7777&set=policy.twi%3Dnative`);
  await settled(page);
  const { suite: asked, specs } = specsOf('quick', CHANGE);
  const life = (system: string, params: TrialResult['params']): LifeOf => lifeOf(specs.filter((spec) => spec.system === system).map((spec) => ({ ...spec, params: { ...spec.params, ...params } }))[0]);
  const said = async (): Promise<string> => (await page.locator('#life-a figcaption').textContent()) ?? '';
  const [now, asRun] = [life(asked.baseline, { 'costs.context_switch': 7777, 'policy.twi': 'native' }), life(asked.baseline, {})].map(({ scene }) => duration(scene.latencyPs, 'time'));
  await page.locator('#life-a figcaption small', { hasText: 'what if' }).waitFor();
  assert.ok((await said()).startsWith(`${asked.baseline} ${now} what if; in the report ${asRun}`), await said());
  // Another system is followed as well.
  await page.getByLabel('Left').selectOption('static-partition/user-thread');
  const other = duration(life('static-partition/user-thread', { 'costs.context_switch': 7777 }).scene.latencyPs, 'time');
  await page.locator('#life-a figcaption small', { hasText: 'what if' }).waitFor();
  assert.ok((await said()).startsWith(`static-partition/user-thread ${other} what if`), await said());
  await page.getByRole('button', { name: 'Reset all' }).click();
  await page.locator('#life-a figcaption small', { hasText: 'what if' }).waitFor({ state: 'detached' });
  assert.equal(faults, []);
  await close();
});

test('the charts of the point follow, with what they were, and go back', async ({ browser, url }) => {
  const { page, faults, close } = await opened(browser, `${url}#at=p0&set=costs.context_switch%3D7777`);
  await settled(page);
  const chart = page.locator('[id="p0-cpu-by-role"]');
  await chart.scrollIntoViewIfNeeded();
  await chart.locator('.canvas text', { hasText: 'vhost, report' }).waitFor();
  const said = await chart.locator('.canvas text').allTextContents();
  const asRun = numbersOf(resultsOf('quick', CHANGE).trials.filter(({ params }) => params['workload.iodepth'] === 1));
  for (const results of [await rerun(page, 1), asRun]) for (const [system, values] of Object.entries(results)) assert.ok(said.includes(readable(Number(values.at(-1)))), `${system}: ${values.at(-1)}`);
  await page.getByRole('button', { name: 'Reset all' }).click();
  await settled(page);
  await chart.scrollIntoViewIfNeeded();
  await chart.locator('.canvas text', { hasText: 'vhost, report' }).waitFor({ state: 'detached' });
  assert.equal(faults, []);
  await close();
});

test('a preset of policies sets all that presets set; other systems can be chosen', async ({ browser, url }) => {
  const { page, close } = await opened(browser, url);
  await open(page);
  await search(page, 'polling windows as in');
  await page.getByLabel('All polling windows as in').selectOption('shipping-2026');
  await settled(page);
  assert.match((await page.locator('.yaml pre').textContent()) ?? '', /policy\.halt_poll_ns: 500000\n[^]*policy\.daemon_poll_iters: 10000000\n/);
  assert.equal(await numbers(page), await rerun(page, 1));
  await page.locator('.filter summary').click();
  await page.getByRole('group', { name: 'static-partition', exact: true }).getByLabel('user-thread').uncheck();
  await settled(page);
  assert.equal(Object.keys(await numbers(page)).sort(), ['vhe/user-thread', 'vhe/vhost']);
  await close();
});

test('a typed value that cannot be is refused in a sentence, and nothing changes', async ({ browser, url }) => {
  const { page, close } = await opened(browser, url);
  await open(page);
  await search(page, 'context_switch');
  const typed = page.getByLabel('context_switch: type a value');
  for (const [text, says] of [['-1', /at least 0ns/], ['<img src=x onerror=alert(1)>', /is no time/], ['1h', /is no time/]] as const) {
    await typed.fill(text);
    await page.keyboard.press('Tab');
    assert.match((await page.locator('.wrong:visible').textContent()) ?? '', says);
    assert.is(await typed.getAttribute('aria-invalid'), 'true');
  }
  assert.is(await page.locator('.changes').textContent(), 'Nothing is changed.');
  await close();
});

test('a hostile link and a hostile command change nothing and run nothing', async ({ browser, url }) => {
  const bad = ['costs.context_switch=-5', 'costs.nothing=1', '__proto__.x=1', 'ring.event_idx=maybe', 'policy.twi=<b>', 'costs.gpr_save=1e999', 'constructor.name=3', 'topology.vcpus=1.5'];
  const { page, faults, requests, close } = await opened(browser, `${url}#at=p0&${bad.map((text) => `set=${encodeURIComponent(text)}`).join('&')}`);
  await settled(page);
  assert.is(await page.locator('.changes').textContent(), 'Nothing is changed.');
  await page.locator('.yaml summary').click();
  const [first = ''] = ((await page.locator('.yaml pre').textContent()) ?? '').split('\n');
  assert.is(first, "# npx vhost-lab run '</script><b>quick</b>' --set ring.size=64 --set costs.context_switch=1us --set-file what-if.yaml");
  assert.is(await page.locator('main b:text-is("quick")').count(), 0);
  await search(page, 'context_switch');
  await page.getByLabel('context_switch: type a value').fill('2us');
  await page.keyboard.press('Tab');
  await settled(page);
  // It would win over the file.
  assert.not.match((await page.locator('.yaml pre').textContent()) ?? '', /--set costs/);
  assert.equal([...faults, ...requests], []);
  await close();
});

test('axe finds nothing in the open panel, in light and dark, wide and narrow', async ({ browser, url }) => {
  for (const [colorScheme, width] of [['light', 1280], ['dark', 360]] as const) {
    const { page, close } = await opened(browser, `${url}#at=p0&set=costs.context_switch%3D4000`, { colorScheme, viewport: { width, height: 900 } });
    await settled(page);
    await page.evaluate(() => document.querySelectorAll<HTMLDetailsElement>('.what-if details').forEach((details) => (details.open = true)));
    assert.equal(await violations(page, '#what-if'), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out');
    await close();
  }
});

test('without its script the report is as it was', async ({ browser, url }) => {
  const { page, close } = await opened(browser, url, { javaScriptEnabled: false });
  assert.is(await page.locator('.point:visible').count(), 2);
  assert.ok(!(await page.getByText('What if?').isVisible()));
  await close();
});

test.run();
