import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import { equal } from 'uvu/assert';
import type { Metrics } from '../../src/experiment/results.ts';
import type { TrialSpec } from '../../src/experiment/spec.ts';
import { trial } from '../../src/experiment/trial.ts';
import { specimen } from '../specimen.ts';

const test = suite('golden results');

/**
 * Exact results of small trials. A change that is meant to move numbers writes them anew, and its commit shows which:
 *   GOLDEN=write node --import tsx test/golden/golden.test.ts
 */
const file = fileURLToPath(new URL('./results.json', import.meta.url));
const says = 'numbers have moved; if they are meant to: GOLDEN=write node --import tsx test/golden/golden.test.ts';

interface Golden {
  readonly requests_hash: string;
  readonly metrics: Metrics;
}

const shared = { 'topology.core_map': 'shared', 'topology.host_cores': 1 };
const specs: Readonly<Record<string, TrialSpec>> = {
  'vhost, one read at a time': specimen('vhe/vhost', {}),
  'vhost split mode, 32 reads and writes, flags': specimen('nvhe/vhost', { job: { rw: 'randrw' }, set: { 'workload.iodepth': 32, 'ring.event_idx': false } }),
  'daemon as shipped': specimen('static-partition/user-thread', { policy: 'hvisor-2026', job: { rw: 'randrw', fsync: 8 }, set: { 'workload.iodepth': 4 } }),
  'EL2, two vCPUs and queues': specimen('static-partition/el2', { job: { numjobs: 2 }, set: { 'topology.vcpus': 2, 'topology.queues': 2, 'workload.iodepth': 8 } }),
  'Xen, packets to another machine': specimen('xen/vhost', { device: 'net', workload: 'rr' }),
  'bulk send to a sidecore': specimen('vhe/sidecore', { device: 'net', workload: 'stream', set: { 'device.answer_every': 2 } }),
  'I/O thread on one shared core, polling': specimen('vhe/user-thread', { profile: 'emulated-n1', policy: 'linux-6.1-qemu-7.2', set: { ...shared, 'workload.iodepth': 4 } }),
  'two guests, ticks and a neighbour': specimen('vhe/user-thread[io=main-loop]', { profile: 'm400', set: { ...shared, 'topology.guests': 2, 'topology.tick_hz': 250, 'topology.neighbour_load': 0.1 } }),
  'emulated UART, a line of text': specimen('nvhe/trap-and-emulate', { device: 'console', workload: 'console', set: { 'workload.bytes': 80 } }),
  'open loop, assigned disk, direct injection': specimen('vhe/passthrough[irq=gicv4]', { workload: 'open-loop', set: { 'workload.rate': 60_000 } }),
};

const results: Readonly<Record<string, Golden>> = Object.fromEntries(
  Object.entries(specs).map(([name, spec]) => {
    const { requests_hash, metrics } = trial(spec);
    return [name, { requests_hash, metrics }];
  }),
);

if (process.env['GOLDEN'] === 'write') writeFileSync(file, `${JSON.stringify(results, null, 1)}\n`);

const golden: Readonly<Record<string, Golden>> = JSON.parse(readFileSync(file, 'utf8'));

test('the same trials are kept as are run', () => {
  equal(Object.keys(golden), Object.keys(results), says);
});

for (const [name, result] of Object.entries(results)) {
  test(`${name}: to the last digit`, () => {
    equal(result, golden[name], says);
  });
}

test.run();
