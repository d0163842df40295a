import { suite } from 'uvu';
import { is, ok, throws } from 'uvu/assert';
import { trial } from '../../src/experiment/trial.ts';
import { specimen } from '../specimen.ts';
import type { Wish } from '../specimen.ts';
import { watch } from './watch.ts';

const test = suite('fixed work');
const workUs = 100;
const quanta = (system: string, set: Wish['set'] = {}) => trial(specimen(system, { workload: 'fixed-work', requests: 400, set: { 'workload.work': workUs * 1000, ...set } })).metrics;
const left = (system: string, set: Wish['set'] = {}): number => workUs / quanta(system, set).latency_us.mean;

test('a guest alone on its core keeps all of it, to the picosecond, on every hypervisor', () => {
  for (const system of ['bare-metal/passthrough', 'static-partition/vhost', 'xen/el2', 'nvhe/vhost', 'vhe/user-thread']) {
    const { done } = watch(specimen(system, { workload: 'fixed-work' }), 20);
    for (const { startPs, endPs } of done) is(endPs - startPs, 1e8, system);
  }
});

test('neighbours on cores of their own take nothing', () => {
  is(left('vhe/vhost', { 'topology.guests': 3, 'workload.beside': 'fio', 'workload.fio_iodepth': 16 }), 1);
});

test('on a shared core a neighbour leaves the less, the more it does, until each has a fair share', () => {
  const shares = [1, 4, 32].map((depth) => left('vhe/vhost', { 'topology.guests': 2, 'topology.guest_cores': 1, 'workload.beside': 'fio', 'workload.fio_iodepth': depth }));
  ok(shares[0] < 1 && shares[1] < shares[0] && shares[2] < shares[0], `${shares}`);
  // Its quanta see less of the turns that begin and end between two of them.
  for (const share of shares.slice(1)) ok(share > 0.48 && share < 0.58, `${shares}`);
});

test('ticks cost a quantum what they cost', () => {
  const { latency_us: { mean } } = quanta('vhe/vhost', { 'topology.tick_hz': 1000 });
  ok(mean > workUs && mean < workUs * 1.01, `${mean}`);
});

test('a load that cannot drive the device is refused with the reason', () => {
  throws(() => trial(specimen('vhe/vhost', { workload: 'fixed-work', set: { 'topology.guests': 2, 'workload.beside': 'rr' } })), 'workload.beside: rr drives net, not blk');
});

test.run();
