import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { attributeFew } from '../../src/experiment/attribution.ts';
import { explain } from '../../src/experiment/explanation.ts';
import { trialOf } from '../../src/experiment/question.ts';
import { variantsOf } from '../../src/experiment/variants.ts';
import { contrast } from '../../src/experiment/waterfall.ts';
import { contrastPage } from '../../src/report/contrast/page.ts';
import { explainedPage } from '../../src/report/explained/page.ts';
import { saidOf } from '../../src/report/explained/said.ts';
import { sceneOf } from '../../src/report/explained/scene.ts';
import { explainedSvg } from '../../src/report/explained/svg.ts';
import { labProfile } from '../specimen.ts';
import { launched, opened } from './chromium.ts';
import { violations } from './violations.ts';

const test = suite<{ browser: Browser; explained: string; compared: string }>('pages that explain a request');
const HOSTILE = '</title></script><script>alert(1)</script><b>&"\'';

/** A profile whose sources come from a stranger. */
const profile = { ...labProfile('neoverse-n1'), name: HOSTILE, costs: Object.fromEntries(Object.entries(labProfile('neoverse-n1').costs).map(([id, entry]) => [id, { ...entry, source: `${HOSTILE} ${entry.source}` }])) };
const asked = (system: string) => trialOf({ system, device: 'blk', op: null, bytes: null, profile, policy: 'no-polling', set: {} });

async function script(): Promise<string> {
  const entry = fileURLToPath(new URL('../../src/report/client/explained-main.ts', import.meta.url));
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, minify: true, write: false, format: 'iife', platform: 'browser', target: 'es2022', logLevel: 'silent' });
  return outputFiles[0].text.trimEnd();
}

function saved(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'vhost-lab-explained-')), name);
  writeFileSync(path, text);
  return pathToFileURL(path).href;
}

// A test and not a hook: uvu forgives a hook that throws.
test('pages are written and Chromium starts', async (context) => {
  const spec = asked('static-partition/user-thread');
  const explanation = explain(spec);
  const [a, b] = ['vhe/vhost', 'static-partition/user-thread'].map((system) => attributeFew(asked(system), 20));
  Object.assign(context, {
    browser: await launched(),
    explained: saved('explained.html', await explainedPage(explanation, variantsOf(explanation, spec), await script())),
    compared: saved('compared.html', await contrastPage(contrast(a, b), 'time', HOSTILE)),
  });
});

test.after(async ({ browser }) => {
  await browser?.close();
});

test('both are one file that asks for nothing, breaks no policy, fits and has nothing that axe finds', async ({ browser, explained, compared }) => {
  for (const url of [explained, compared]) {
    for (const [colorScheme, width] of [['light', 1600], ['dark', 360], ['light', 360], ['dark', 1600]] as const) {
      const { page, requests, faults, close } = await opened(browser, url, { colorScheme, viewport: { width, height: 900 }, bypassCSP: width === 360 });
      assert.equal(requests, []);
      assert.equal(faults, []);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `${url} at ${width}`);
      if (width === 360) {
        await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
        assert.equal(await violations(page), []);
      }
      await close();
    }
  }
});

test('the player goes through the steps by button and by key, and says each', async ({ browser, explained }) => {
  const { page, faults, close } = await opened(browser, explained);
  const said = page.locator('.step-now');
  const { length } = saidOf(sceneOf(explain(asked('static-partition/user-thread'))));
  await page.getByRole('button', { name: 'Next step' }).click();
  assert.match(await said.textContent() ?? '', new RegExp(`^Step 1 of ${length}\\. submit: submit, 3\\.14 µs`));
  assert.is(await said.getAttribute('aria-live'), 'polite');
  await page.keyboard.press('ArrowRight');
  assert.match(await said.textContent() ?? '', /^Step 2 of .*kick/);
  assert.is(await page.locator('svg.sequence:visible .now[data-row="1"]').count(), 2, 'in both diagrams');
  await page.keyboard.press('End');
  assert.match(await said.textContent() ?? '', new RegExp(`^Step ${length} of`));
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  assert.match(await said.textContent() ?? '', /^Step through/);
  await page.getByRole('button', { name: 'Play' }).click();
  await page.locator('.step-now', { hasText: 'Step 1 of' }).waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  assert.equal(faults, []);
  await close();
});

test('without its script it still has its diagrams and every step, and it prints', async ({ browser, explained }) => {
  const { page, close } = await opened(browser, explained, { javaScriptEnabled: false });
  assert.is(await page.locator('svg.sequence:visible').count(), 2);
  assert.is(await page.locator('svg.sequence:visible .break').count() >= 1, true, 'what is long is cut short, and shows it');
  assert.ok((await page.pdf()).byteLength > 20_000);
  await close();
});

test('the picture stands alone as XML, and a stranger\'s words are words', async ({ browser }) => {
  const svg = explainedSvg(explain(asked('vhe/vhost')));
  const { page, close } = await opened(browser, 'about:blank');
  const found = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
    return { error: parsed.querySelector('parsererror')?.textContent ?? '', scripts: parsed.querySelectorAll('script').length, rows: parsed.querySelectorAll('.row').length };
  }, svg);
  assert.is(found.error, '');
  assert.is(found.scripts, 0);
  assert.ok(found.rows > 20);
  await close();
});

test.run();
