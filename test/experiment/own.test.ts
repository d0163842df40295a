import { suite } from 'uvu';
import { equal, is, throws } from 'uvu/assert';
import { explain, explainWith } from '../../src/experiment/explanation.ts';
import { trial, trialWith } from '../../src/experiment/trial.ts';
import { blk } from '../../src/devices/blk.ts';
import { rr } from '../../src/workloads/rr.ts';
import { net } from '../../src/devices/net.ts';
import { specimen } from '../specimen.ts';

const test = suite('own devices and workloads');

test('a device of one\'s own is measured as the lab\'s is, to the last digit', () => {
  const spec = specimen('vhe/vhost', {});
  const mine = trialWith({ devices: { disk: blk } })({ ...spec, device: 'disk' });
  const { device, metrics, ledger, requests_hash } = trial(spec);
  equal([mine.device, mine.metrics, mine.ledger, mine.requests_hash], ['disk', metrics, ledger, requests_hash]);
  is(device, 'blk');
});

test('so is a workload, with its parameters', () => {
  const spec = specimen('static-partition/user-thread', { device: 'net', workload: 'rr', set: { 'workload.sessions': 3 } });
  const mine = trialWith({ devices: { card: net }, workloads: { ping: rr } })({ ...spec, device: 'card', workload: 'ping' });
  equal(mine.metrics, trial(spec).metrics);
});

test('the life of one of its requests is told, step for step the same', () => {
  const spec = specimen('nvhe/vhost', { device: 'net', workload: 'rr' });
  const mine = explainWith({ devices: { card: net }, workloads: { ping: rr } })({ ...spec, device: 'card', workload: 'ping', params: {} });
  const { steps, latencyPs } = explain(spec);
  equal([mine.device, mine.latencyPs, mine.steps], ['card', latencyPs, steps]);
});

test('what neither the lab nor the caller has is refused', () => {
  const spec = specimen('vhe/vhost', {});
  throws(() => trial({ ...spec, device: 'disk' }), 'unknown device: disk');
  throws(() => trialWith({ devices: { disk: blk } })({ ...spec, device: 'disc' }), 'unknown device: disc');
  throws(() => trialWith({ devices: { disk: blk } })({ ...spec, params: { 'device.serivce': 1 } }), 'unknown parameter');
});

test.run();
