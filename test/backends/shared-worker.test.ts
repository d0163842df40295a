import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { runOnce } from '../../src/experiment/run.ts';
import { specimen } from '../specimen.ts';

const test = suite('shared worker');

const systems = ['vhe/vhost', 'vhe/sidecore', 'static-partition/vhost', 'static-partition/sidecore', 'xen/vhost'];

test('one that serves a single queue costs what a worker of its own costs, to the picosecond', () => {
  for (const system of systems) {
    for (const depth of [1, 16]) {
      const [own, shared] = ['per-device', 'per-core'].map((threads) => runOnce(specimen(system, { set: { 'topology.threads': threads, 'workload.iodepth': depth } }), 3));
      equal(shared.latenciesPs, own.latenciesPs, `${system} at depth ${depth}`);
    }
  }
});

test('guests that share a polling core wait for rings, and not for turns of the scheduler', () => {
  const p99Us = (threads: string): number => {
    const { latenciesPs } = runOnce(specimen('vhe/sidecore', { workload: 'open-loop', set: { 'topology.guests': 8, 'workload.rate': 1000, 'topology.threads': threads } }), 1);
    return latenciesPs.toSorted()[Math.floor(0.99 * latenciesPs.length)] / 1e6;
  };
  ok(p99Us('per-device') > 1000, 'a slice of three milliseconds before another thread polls');
  ok(p99Us('per-core') < 150);
});

test('the more rings a polling core looks at, the later it sees one', () => {
  const meanUs = [1, 4, 16, 64].map((guests) => {
    const { latenciesPs } = runOnce(specimen('vhe/sidecore', { device: 'null', workload: 'open-loop', requests: 1000, set: { 'topology.guests': guests, 'workload.rate': 64_000 / guests, 'topology.threads': 'per-core' } }), 1);
    return latenciesPs.reduce((sum, ps) => sum + ps, 0) / latenciesPs.length / 1e6;
  });
  for (let i = 1; i < meanUs.length; i++) ok(meanUs[i] > meanUs[i - 1], `${meanUs}`);
});

test('nobody who shares a worker is starved by a guest that always has something', () => {
  const spec = specimen('vhe/vhost', { device: 'null', set: { 'topology.guests': 6, 'workload.iodepth': 64, 'topology.threads': 'per-core' }, requests: 3000 });
  const { machine, account } = runOnce(spec, 1);
  const guests = account.cores.filter(({ name }) => name.startsWith('guest'));
  is(machine.cores.filter(({ name }) => name === 'host').length, 1);
  const submits = machine.tariff.paths.filter(({ name }) => name === 'submit').map(({ id }) => id);
  const each = guests.map(({ visits }) => submits.reduce((sum, id) => sum + visits[id], 0));
  ok(Math.min(...each) > 0.8 * Math.max(...each), `${each}`);
});

test.run();
