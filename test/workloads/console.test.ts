import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { trial } from '../../src/experiment/trial.ts';
import { specimen } from '../specimen.ts';
import { drawn, mostInFlight, watch } from './watch.ts';

const test = suite('console');
const writes = (system: string, bytes: number) => specimen(system, { device: 'console', workload: 'console', set: { 'workload.bytes': bytes } });
const everywhere = ['vhe/vhost', 'vhe/user-thread', 'vhe/user-thread[io=vcpu]', 'vhe/sidecore', 'static-partition/user-thread', 'static-partition/el2', 'xen/user-thread', 'nvhe/trap-and-emulate', 'bare-metal/passthrough'];

test('every request writes the length that was asked for', () => {
  const { bytes, kinds } = drawn(writes('vhe/vhost', 80));
  assert.ok(bytes.every((length) => length === 80) && kinds.every((kind) => kind === 1));
});

for (const system of everywhere) {
  test(`${system}: one write() after the other, each in its turn`, () => {
    const { done } = watch(writes(system, 16), 50);
    assert.equal(done.map(({ request }) => request), Array.from({ length: 50 }, (_, i) => i));
    assert.is(mostInFlight(done), 1);
  });
}

test('through a UART each byte costs the same, through a ring hardly anything', () => {
  const mean = (system: string, bytes: number): number => trial(writes(system, bytes)).metrics.latency_us.mean;
  const perByte = (system: string): number => mean(system, 101) - mean(system, 100);
  assert.ok(Math.abs(perByte('vhe/trap-and-emulate') - (mean('vhe/trap-and-emulate', 1001) - mean('vhe/trap-and-emulate', 1000))) < 1e-4);
  assert.ok(perByte('vhe/trap-and-emulate') > 1);
  assert.ok(perByte('vhe/vhost') < 0.001);
});

test.run();
