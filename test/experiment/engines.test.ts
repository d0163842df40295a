import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { trial } from '../../src/experiment/trial.ts';
import { passing } from '../../src/passing.mjs';
import { launched } from '../report/chromium.ts';
import { specsOf } from '../report/trials.ts';

const test = suite('engines');

/** Four back ends on four hypervisors; each with a console at two lengths, a disk at two depths and a network. */
const { specs } = specsOf('standard', { systems: ['vhe/vhost', 'static-partition/user-thread', 'xen/sidecore', 'nvhe/trap-and-emulate'], requests: 500, replications: 2 });

/** The simulator as a script that leaves `simulator.trial` behind. */
async function simulator(): Promise<string> {
  const entry = fileURLToPath(new URL('../../src/experiment/trial.ts', import.meta.url));
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: 'iife', globalName: 'simulator', platform: 'browser', target: 'es2022', logLevel: 'silent', plugins: [passing] });
  return outputFiles[0]?.text ?? '';
}

test('the specs hold what engines could differ in: exponential service times, and many requests at once', () => {
  assert.is(specs.length, 4 * 5);
  const disks = specs.filter(({ device }) => device === 'blk');
  assert.ok(disks.length > 0 && disks.every(({ params }) => params['device.distribution'] === 'exponential'));
  assert.ok(disks.some(({ params }) => params['workload.iodepth'] === 32));
});

test('the same trials give the same bytes in Node and in Chromium', async () => {
  const script = await simulator();
  const browser = await launched();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: script });
    const there: readonly string[] = await page.evaluate(`${JSON.stringify(specs)}.map((spec) => JSON.stringify(simulator.trial(spec)))`);
    for (const [i, spec] of specs.entries()) {
      const here = JSON.stringify(trial(spec));
      assert.ok(here.length > 1000);
      assert.is(there[i], here, `${spec.system}, ${spec.device}, ${spec.workload}`);
    }
    assert.is(there.length, specs.length);
  } finally {
    await browser.close();
  }
});

test.run();
