import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { expandSuite } from '../../src/experiment/suite.ts';
import { trial } from '../../src/experiment/trial.ts';
import { readFioJobs } from '../../src/formats/fio-job.ts';
import { readProfile } from '../../src/formats/profile-file.ts';
import { readSuite } from '../../src/formats/suite-file.ts';
import { reportHtml } from '../../src/report/report.ts';

/** Movements of the hand at each point of the report, and steps of the mouse in each. */
const DRAGS = 15;
const STEPS = 12;

/** Read from the project's folder: the benchmark itself is bundled as the command line is, and runs from elsewhere. */
const lab = (path: string): string => readFileSync(`lab/${path}`, 'utf8');
const built = (name: string): string => readFileSync(`dist/${name}`, 'utf8').trimEnd();
const profile = readProfile(lab('profiles/neoverse-n1.yaml'), 'neoverse-n1.yaml', (name) => {
  throw new Error(`no base: ${name}`);
});

/** The standard suite, measured briefly: the panel then simulates each system with as many requests as are asked here. */
async function report(): Promise<string> {
  const suite = readSuite(lab('suites/standard.yaml'), 'standard.yaml');
  const specs = expandSuite(suite, { profile, fio: (name) => readFioJobs(lab(`workloads/${name}.fio`), name).jobs });
  const trials = specs.map((spec) => {
    const brief = trial({ ...spec, requests: 100, replications: 2 });
    return { ...brief, spec: { ...spec, params: brief.params } };
  });
  const { name, baseline, policy, seed } = suite;
  const html = await reportHtml({ schema_version: 2, model_version: '', trials, suite: { name, command: 'npx vhost-lab run standard', baseline, profile: profile.name, policy, seed, grid: Object.keys(suite.grid) } }, { script: built('report-client.js'), style: built('report-style.css'), simulator: built('report-simulator.js') });
  const file = join(mkdtempSync(join(tmpdir(), 'vhost-lab-bench-')), 'standard.html');
  writeFileSync(file, html);
  return pathToFileURL(file).href;
}

/** Drags the slider of a cost to and fro; the times in ms from the last movement to the drawn result, as the panel measures them. */
async function drags(page: Page): Promise<readonly number[]> {
  await page.getByLabel('Find a cost, policy or parameter').fill('context_switch');
  const slider = page.getByRole('slider', { name: 'context_switch', exact: true });
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (box === null) throw new Error('no slider');
  const at = (share: number): readonly [number, number] => [box.x + box.width * share, box.y + box.height / 2];
  const times: number[] = [];
  for (let i = 0; i < DRAGS; i++) {
    await page.mouse.move(...at(0.5));
    await page.mouse.down();
    await page.mouse.move(...at(0.2 + (0.6 * i) / DRAGS), { steps: STEPS });
    await page.mouse.up();
    await page.locator('.outcome[aria-busy="false"]').waitFor();
    times.push(Number(await page.locator('.speed [data-last]').getAttribute('value')));
  }
  return times;
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
await page.addInitScript(() => {
  const longest = { ms: 0 };
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => (longest.ms = Math.max(longest.ms, duration)))).observe({ type: 'longtask' });
  Object.assign(window, { longest });
});
await page.goto(await report());
await page.getByRole('button', { name: 'Change costs, policies or load' }).click();
const rows: Record<string, string | number>[] = [];
for (const link of await page.locator('.answers tbody a').all()) {
  const point = await link.textContent();
  await link.click();
  await page.locator('.outcome[aria-busy="false"]').waitFor();
  await page.evaluate('longest.ms = 0');
  const times = [...(await drags(page))].sort((a, b) => a - b);
  rows.push({ point: point ?? '', 'median ms': Math.round(times[Math.floor(times.length / 2)] ?? NaN), 'worst ms': Math.round(times.at(-1) ?? NaN), 'longest task of the page, ms': Math.round(Number(await page.evaluate('longest.ms'))) });
}
console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Chromium ${browser.version()}: eight systems, from the last movement to the drawn result\n`);
console.table(rows);
await browser.close();
