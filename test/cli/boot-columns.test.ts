import { suite } from 'uvu';
import { equal } from 'uvu/assert';
import { bootNumbers } from '../../src/cli/boot-columns.ts';
import { trial } from '../../src/experiment/trial.ts';
import { specimen } from '../specimen.ts';

const test = suite('cli: columns of a boot');

const setUp = trial(specimen('vhe/vhost', { device: 'blk', workload: 'handshake', requests: 4, set: { 'workload.devices': 10, 'policy.transport': 'mmio' } }));
const other = trial(specimen('vhe/vhost', { requests: 4 }));

test('where devices are set up: accesses of one, time of all', () => {
  equal(bootNumbers([setUp, other]).map(({ head, of }) => [head, of(setUp), of(other)]), [['accesses', 49, null], ['boot µs', 10 * setUp.metrics.latency_us.mean, null]]);
});

test('nowhere else', () => {
  equal(bootNumbers([other]), []);
});

test.run();
