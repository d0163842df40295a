import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { trial } from '../../src/experiment/trial.ts';
import { specimen } from '../specimen.ts';
import type { Wish } from '../specimen.ts';
import { drawn, mostInFlight, watch } from './watch.ts';

const test = suite('open loop');
const open = (system: string, set: Wish['set'] = {}, device = 'blk') => specimen(system, { device, workload: 'open-loop', set, requests: 1000 });
const loaded = [
  ['vhe/vhost', 'blk'], ['vhe/user-thread', 'net'], ['vhe/sidecore', 'null'], ['static-partition/user-thread', 'blk'], ['static-partition/vhost', 'net'], ['xen/vhost', 'blk'],
  ['bare-metal/passthrough', 'net'], ['nvhe/trap-and-emulate', 'blk'],
] as const;

for (const [system, device] of loaded) {
  test(`${system} with ${device}: at a low rate throughput is the rate`, () => {
    const rate = 1000;
    const { done } = watch(open(system, { 'workload.rate': rate, 'workload.arrivals': 'fixed' }, device));
    done.forEach(({ startPs }, i) => assert.is(startPs, (i + 1) * 1e9));
    const { throughput_per_s } = trial(open(system, { 'workload.rate': rate, 'workload.arrivals': 'fixed' }, device)).metrics;
    assert.ok(Math.abs(throughput_per_s / rate - 1) < 1e-3, String(throughput_per_s));
  });

  test(`${system} with ${device}: as many are in flight as arrive in a mean latency`, () => {
    const { done, endPs } = watch(open(system, { 'workload.rate': 30_000 }, device), 1000);
    // Requests in the system at each completion that left it: counted by events, not by their times.
    const edges = done.flatMap(({ startPs, endPs: end }) => [[startPs, 1], [end, -1]] as const).sort((a, b) => a[0] - b[0]);
    let area = 0;
    let inside = 0;
    let lastPs = 0;
    for (const [atPs, step] of edges) {
      area += inside * (atPs - lastPs);
      inside += step;
      lastPs = atPs;
    }
    const latencyPs = done.reduce((sum, { startPs, endPs: end }) => sum + end - startPs, 0) / done.length;
    assert.ok(Math.abs(area / endPs - (done.length / endPs) * latencyPs) < 1e-6 * (area / endPs));
  });
}

test('arrivals do not wait for the system: they are the same for all, and too many pile up', () => {
  const at = (system: string) => watch(open(system, { 'workload.rate': 400_000 })).done;
  const slow = at('vhe/user-thread');
  const arrivals = slow.map(({ startPs }) => startPs).sort((a, b) => a - b);
  assert.equal(arrivals.slice(0, 500), at('vhe/vhost').map(({ startPs }) => startPs).sort((a, b) => a - b).slice(0, 500));
  const late = (from: number): number => slow.slice(from, from + 100).reduce((sum, { startPs, endPs }) => sum + endPs - startPs, 0);
  assert.ok(late(900) > 2 * late(100));
});

test('no more are given to the device than in_flight', () => {
  const spec = open('vhe/vhost', { 'workload.rate': 1_000_000, 'workload.in_flight': 3, 'device.distribution': 'fixed', 'device.channels': 64 });
  const { throughput_per_s } = trial(spec).metrics;
  assert.ok(throughput_per_s < 3e6 / 10, String(throughput_per_s));
});

test('a ring of one request is no obstacle', () => {
  const { done } = watch(open('static-partition/vhost', { 'workload.rate': 1_000_000, 'ring.size': 4 }));
  assert.is(new Set(done.map(({ request }) => request)).size, 1000);
  assert.ok(mostInFlight(done) > 100);
});

test('gaps have the mean of the rate, and vary as those of a Poisson process', () => {
  const { gapPs } = drawn(open('vhe/vhost', { 'workload.rate': 20_000 }), 50_000);
  const mean = gapPs.reduce((sum, gap) => sum + gap, 0) / gapPs.length;
  const variance = gapPs.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gapPs.length;
  assert.ok(Math.abs(mean / 50e6 - 1) < 0.02, String(mean));
  assert.ok(Math.abs(Math.sqrt(variance) / mean - 1) < 0.02, String(variance));
  assert.ok(gapPs.every(Number.isInteger));
});

test('several vCPUs share the rate', () => {
  const set = { 'workload.rate': 10_000, 'topology.vcpus': 4, 'topology.queues': 4 };
  const { throughput_per_s } = trial(open('vhe/vhost', { ...set, 'workload.arrivals': 'fixed' })).metrics;
  assert.ok(Math.abs(throughput_per_s / 10_000 - 1) < 0.01, String(throughput_per_s));
  const { done } = watch(open('vhe/vhost', { ...set, 'workload.arrivals': 'fixed' }));
  const starts = done.map(({ startPs }) => startPs).sort((a, b) => a - b);
  for (let i = 1; i < 900; i++) assert.is(starts[i] - starts[i - 1], 1e8);
});

test('reads come in their share', () => {
  const { kinds } = drawn(open('vhe/vhost', { 'workload.reads': 0.25 }), 20_000);
  const reads = kinds.filter((kind) => kind === 0).length / kinds.length;
  assert.ok(Math.abs(reads - 0.25) < 0.015, String(reads));
});

test.run();
