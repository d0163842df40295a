import { once as event } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { suite } from 'uvu';
import { equal, is, not } from 'uvu/assert';
import { allPairs } from '../../src/experiment/pairs.ts';
import { systems } from '../../src/experiment/systems.ts';
import { trial } from '../../src/experiment/trial.ts';
import { passing } from '../../src/passing.mjs';
import { specimen } from '../specimen.ts';
import { everySystem } from './every-system.ts';

const test = suite('law: the same spec gives the same result');

/** Every system once, each with another pair of device and workload. */
const specs = everySystem.map((system, i) => {
  const pairs = allPairs.filter(({ workload }) => workload !== 'micro' || !system.startsWith('bare-metal'));
  return specimen(system, { ...pairs[i % pairs.length], policy: i % 2 === 0 ? 'shipping-2026' : 'no-polling', requests: 60, replications: 1 + (i % 2), seed: i });
});

const once = specs.map((spec) => trial(spec));

test('twice in one process, whatever ran between', () => {
  const again = [...specs].reverse().map((spec) => trial(spec)).reverse();
  equal(again, once);
});

test('in a worker thread, as it is built', async () => {
  const entry = fileURLToPath(new URL('./trial-worker.ts', import.meta.url));
  const { outputFiles: [script] } = await build({ entryPoints: [entry], bundle: true, write: false, format: 'cjs', platform: 'node', logLevel: 'silent', plugins: [passing] });
  const worker = new Worker(script.text, { eval: true });
  try {
    worker.postMessage(specs);
    const [results] = await event(worker, 'message');
    equal(results, once);
  } finally {
    await worker.terminate();
  }
});

test('a result is JSON, and its spec alone repeats it', () => {
  for (const result of once.slice(0, 10)) {
    const read = JSON.parse(JSON.stringify(result));
    equal(read, result);
    equal(trial(read.spec), result);
  }
});

test('all systems are asked the same, and another seed asks something else', () => {
  const hashes = Object.keys(systems).map((system) => trial(specimen(system, { requests: 100, seed: 5, job: { rw: 'randrw' } })).requests_hash);
  is(new Set(hashes).size, 1);
  not.equal(trial(specimen('vhe/vhost', { requests: 100, seed: 6, job: { rw: 'randrw' } })).requests_hash, hashes[0]);
});

test('what is asked does not depend on depth, prices, ring or policy', () => {
  const hash = (set: Readonly<Record<string, number | boolean>>, policy: 'no-polling' | 'shipping-2026' = 'no-polling') =>
    trial(specimen('vhe/vhost', { requests: 100, job: { rw: 'randrw' }, set, policy })).requests_hash;
  is(new Set([hash({}), hash({ 'workload.iodepth': 16 }), hash({ 'ring.event_idx': false }), hash({ 'costs.context_switch': 9000 }), hash({}, 'shipping-2026')]).size, 1);
});

test.run();
