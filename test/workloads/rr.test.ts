import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { trial } from '../../src/experiment/trial.ts';
import { guestKernel as g, guestUser as u } from '../../src/machine/step.ts';
import { net } from '../../src/devices/net.ts';
import { specimen } from '../specimen.ts';
import type { Wish } from '../specimen.ts';
import { mostInFlight, pricedSteps, watch } from './watch.ts';

const test = suite('rr');
const rr = (system: string, set: Wish['set'] = {}) => specimen(system, { device: 'net', workload: 'rr', set });

test('with no wire, no peer and no back end it is send() and recv() of the guest', () => {
  const spec = rr('vhe/null');
  const { ps, steps } = pricedSteps(spec, 'vhe');
  const back = [g('syscall_exit'), g('eret_el1_to_el0')];
  const composed = ps(net.guestSubmit, steps.guestTax, back, [u('svc_el0_to_el1'), g('syscall_entry')], [g('copy_fixed')], back);
  // One byte is copied in and one out, 0.04 ns each.
  for (const { startPs, endPs } of watch(spec, 20).done) assert.is(endPs - startPs, composed + 40 + 40);
});

test('each session has one request under way', () => {
  const { done } = watch(rr('vhe/vhost', { 'workload.sessions': 5 }));
  assert.is(mostInFlight(done), 5);
});

for (const system of ['vhe/vhost', 'static-partition/user-thread', 'xen/vhost', 'bare-metal/passthrough']) {
  test(`${system}: a longer wire is added to the latency twice, and nothing else`, () => {
    const mean = (wire: number): number => trial(rr(system, { 'device.wire': wire })).metrics.latency_us.mean;
    assert.ok(Math.abs(mean(60_000) - mean(50_000) - 20) < 1e-6);
  });
}

test('a session answers as often as its latency allows', () => {
  const { throughput_per_s, latency_us } = trial(rr('vhe/user-thread')).metrics;
  assert.ok(Math.abs(throughput_per_s * latency_us.mean - 1e6) < 1);
});

test('a session on a vCPU without a queue of its own is woken by an SGI of the guest', () => {
  for (const system of ['vhe/vhost', 'nvhe/user-thread', 'static-partition/user-thread', 'xen/vhost', 'bare-metal/passthrough']) {
    const { throughput_per_s, latency_us, per_request } = trial(rr(system, { 'workload.sessions': 2, 'topology.vcpus': 2, 'topology.queues': 1 })).metrics;
    assert.ok(Math.abs((throughput_per_s * latency_us.mean) / 2e6 - 1) < 0.01, system);
    assert.ok(per_request.interrupts > 0.5, system);
  }
});

test('longer requests and responses take longer, on the wire at least', () => {
  const mean = (set: Wish['set']): number => trial(rr('vhe/vhost', set)).metrics.latency_us.mean;
  assert.ok(mean({ 'workload.request': 10_001 }) - mean({}) > 8);
  assert.ok(mean({ 'workload.response': 10_001 }) - mean({}) > 8);
});

test.run();
