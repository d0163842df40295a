import { suite } from 'uvu';
import { equal, is, ok, throws } from 'uvu/assert';
import { runOnce, warmUp } from '../../src/experiment/run.ts';
import { specimen } from '../specimen.ts';

const test = suite('experiment/run');

test('a tenth is warm-up, within its limits', () => {
  is(warmUp(10_000), 1000);
  ok(warmUp(1) >= 100 && warmUp(1) === warmUp(100));
  is(warmUp(10_000_000), 2000);
});

test('so many latencies as were asked for, all of them positive', () => {
  const { latenciesPs, short, finished } = runOnce(specimen('vhe/vhost', { requests: 123 }), 1);
  is(latenciesPs.length, 123);
  ok(latenciesPs.every((ps) => ps > 0 && Number.isInteger(ps)));
  is(short, false);
  is(finished, warmUp(123) + 123);
});

test('guests share the requests of a trial', () => {
  const { latenciesPs, drawn } = runOnce(specimen('vhe/vhost', { requests: 200, set: { 'topology.guests': 3, 'topology.host_cores': 3 } }), 1);
  is(latenciesPs.length, 200);
  is(drawn.length, 3);
  ok(drawn[0].some((byte, i) => byte !== drawn[1][i]), 'each draws its own');
});

test('a job that ends by itself is measured until its last answer', () => {
  const numberIos = warmUp(1000) + 100;
  const whole = runOnce(specimen('vhe/vhost', { requests: 100 }), 1);
  const ended = runOnce(specimen('vhe/vhost', { requests: 1000, job: { numberIos } }), 1);
  is(ended.short, true);
  is(ended.latenciesPs.length, 100);
  equal([...ended.latenciesPs], [...whole.latenciesPs]);
  is(ended.account.elapsedPs, whole.account.elapsedPs);
});

test('a job that ends is the end, even where two pollers take turns on a core or ticks go on', () => {
  const job = { numberIos: warmUp(1000) };
  const pollers = runOnce(specimen('vhe/sidecore', { requests: 1000, job, set: { 'topology.guests': 2 } }), 1);
  is(pollers.finished, 2 * warmUp(1000));
  ok(pollers.account.elapsedPs < 1e12, 'less than a second');
  const ticks = runOnce(specimen('vhe/vhost', { requests: 1000, job: { numberIos: warmUp(1000) + 1 }, set: { 'topology.tick_hz': 1000 } }), 1);
  is(ticks.latenciesPs.length, 1);
});

test('a workload that ends within the warm-up is refused with both numbers', () => {
  const needed = warmUp(100);
  throws(() => runOnce(specimen('vhe/vhost', { requests: 100, job: { numberIos: 7 } }), 1), `vhe/vhost with fio:job: the workload ended after 7 requests, within the warm-up of ${needed} (more requests, or a longer job)`);
  throws(() => runOnce({ ...specimen('vhe/vhost'), workload: 'fioo' }, 1), /unknown workload: fioo/);
});

test.run();
