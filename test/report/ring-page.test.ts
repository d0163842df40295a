import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ringPage } from '../../src/report/ring-page.ts';
import { inspect } from '../../src/virtio/inspect/inspect.ts';
import type { Inspection } from '../../src/virtio/inspect/inspection.ts';
import { AVAIL, NEXT, publish, ringBytes, USED, WRITE } from '../virtio/inspect/ring-bytes.ts';
import { launched, opened } from './chromium.ts';

const test = suite('the drawing of virtqueues');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** One queue of each layout with something of every state, and one with a name of a stranger and a loop. */
function queues(): readonly Inspection[] {
  const held = (lastAvail: number, lastUsed: number, wrap: 0 | 1 | null) => ({ from: 'given', lastAvail: { index: lastAvail, wrap }, used: null, signalledUsed: null, lastUsed: { index: lastUsed, wrap } });
  const split = ringBytes('split', 8, [], { name: 'split', held: held(2, 0, null) });
  for (let i = 0; i < 8; i++) split.desc(i, 0x1000n, 16, WRITE, 0);
  publish(split, 0, 1, 2, 3);
  split.device.setUint16(2, 1, true);
  const packed = ringBytes('packed', 5, [], { name: 'packed', held: held(2, 0, 1) });
  packed.desc(0, 0n, 16, 0, AVAIL | USED | WRITE);
  for (let i = 1; i < 4; i++) packed.desc(i, 0x1000n, 16, i, AVAIL | WRITE);
  const wrong = ringBytes('split', 4, [], { name: '</title><script>alert(1)</script><b>&"\'' });
  wrong.desc(0, 0n, 1, NEXT, 0);
  publish(wrong, 0);
  return [split, packed, wrong].map(({ dump }) => inspect(dump));
}

test('is one file without script that a browser takes as it is, in light and dark', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vhost-lab-rings-'));
  const file = join(folder, 'rings.html');
  writeFileSync(file, await ringPage(queues()));
  const browser = await launched();
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1280, 360]) {
        const { page, requests, faults, close } = await opened(browser, pathToFileURL(file).href, { colorScheme, bypassCSP: true, viewport: { width, height: 900 } });
        await page.locator('summary').first().click();
        assert.equal([requests, faults], [[], []]);
        assert.is(await page.locator('script, b:not(li b)').count(), 0);
        assert.is(await page.locator('h2').nth(2).textContent(), '</title><script>alert(1)</script><b>&"\'');
        assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `wider than ${width}`);
        await page.evaluate(axe);
        const { violations } = await page.evaluate<{ readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly failureSummary: string }[] }[] }>('axe.run()');
        assert.equal(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.failureSummary}`), []);
        await close();
      }
    }
    // The policy of the page itself: nothing that it brings along is kept back.
    const { faults, page } = await opened(browser, pathToFileURL(file).href);
    assert.equal(faults, []);
    assert.is(await page.evaluate("getComputedStyle(document.querySelector('path.available')).fill"), 'rgb(0, 105, 180)');
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
});

test('every state has its slots, and what is wrong is marked', async () => {
  const page = await ringPage(queues());
  const drawings = page.split('<svg viewBox="0 0 460').slice(1);
  assert.is(drawings.length, 3);
  for (const drawing of drawings.slice(0, 2)) for (const state of ['available', 'flight', 'unreaped', 'free']) assert.match(drawing, new RegExp(`<path class="${state}"`));
  assert.equal(drawings.map((drawing) => drawing.includes('class="wrong"')), [false, false, true]);
  assert.not.match(page, /NaN|undefined|null/);
});

test('the largest ring makes a page that a browser still opens', async () => {
  for (const layout of ['split', 'packed'] as const) {
    const ring = ringBytes(layout, 32768);
    for (let i = 0; i < 32768; i += 2) ring.desc(i, 0n, 1, i, layout === 'packed' ? AVAIL : 0);
    if (layout === 'split') publish(ring, ...Array.from({ length: 16384 }, (_, i) => 2 * i));
    assert.ok((await ringPage([inspect(ring.dump)])).length < 1e6);
  }
});

test.run();
