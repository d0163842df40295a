import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { suite } from 'uvu';
import { equal, ok } from 'uvu/assert';
import { withoutObserver } from '../../lab/bench/without-observer.ts';
import { trial } from '../../src/experiment/trial.ts';
import { specimen } from '../specimen.ts';

const test = suite('lab/bench');

test('the build that observer is measured against has no call to one left, and gives the same results', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vhost-lab-test-'));
  try {
    const outfile = join(folder, 'trial.mjs');
    const { plugin, removed } = withoutObserver();
    await build({ entryPoints: ['src/experiment/trial.ts'], bundle: true, platform: 'node', format: 'esm', outfile, plugins: [plugin] });
    ok(removed() >= 15, `${removed()}`);
    const text = readFileSync(outfile, 'utf8');
    ok(!/handedOver\(/.test(text) && !/watch\?\.\(/.test(text));
    const without: { readonly trial: typeof trial } = await import(pathToFileURL(outfile).href);
    for (const system of ['vhe/vhost', 'static-partition/user-thread']) {
      const spec = specimen(system, { requests: 200, policy: 'shipping-2026', job: { iodepth: 4 } });
      equal(without.trial(spec), trial(spec), system);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.run();
