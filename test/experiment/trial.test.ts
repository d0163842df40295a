import { suite } from 'uvu';
import { equal, is, match, ok, throws } from 'uvu/assert';
import { refuseImpossible, trial } from '../../src/experiment/trial.ts';
import { mean } from '../../src/experiment/statistics.ts';
import { specimen } from '../specimen.ts';

const test = suite('experiment/trial');
const result = trial(specimen('vhe/user-thread[io=vcpu]', { requests: 60, replications: 4, job: { rw: 'randrw' } }));

test('a result says what it is of, and holds the whole spec', () => {
  equal([result.system, result.maturity, result.device, result.workload, result.unit, result.seed], ['vhe/user-thread[io=vcpu]', 'shipping', 'blk', 'fio:job', 'time', 1]);
  equal(result.params, result.spec.params);
  is(result.replicates.length, 4);
  match(result.requests_hash, /^[0-9a-f]{64}$/);
});

test('means are over replications, quantiles over all requests', () => {
  is(result.metrics.throughput_per_s, mean(result.replicates.map(({ throughput_per_s }) => throughput_per_s)));
  is(result.metrics.latency_us.max, Math.max(...result.replicates.map(({ latency_us }) => latency_us.max)));
  ok(Math.abs(result.metrics.latency_us.mean - mean(result.replicates.map(({ latency_us }) => latency_us.mean))) < 1e-9);
});

test('the distribution rises, and ends at the slowest', () => {
  result.latency_distribution.slice(1).forEach(([share, us], i) => {
    ok(share > result.latency_distribution[i][0] && us >= result.latency_distribution[i][1], `${share}`);
  });
  equal(result.latency_distribution.at(-1), [1, result.metrics.latency_us.max]);
});

test('replications have seeds of their own, the same as trials of one replication', () => {
  const alone = [1, 2, 3, 4].map((seed) => trial(specimen('vhe/user-thread[io=vcpu]', { requests: 60, seed, job: { rw: 'randrw' } })).replicates[0]);
  equal(result.replicates, alone);
});

test('what a result leaves out is said', () => {
  ok(result.remarks.some((remark) => /ticks and neighbours are off/.test(remark)));
  ok(result.remarks.some((remark) => /too few for p99\.99/.test(remark)));
  const noisy = trial(specimen('vhe/vhost', { requests: 60, set: { 'topology.tick_hz': 250 } }));
  not(noisy.remarks.some((remark) => /ticks and neighbours are off/.test(remark)));
  const ended = trial(specimen('vhe/vhost', { requests: 5000, job: { numberIos: 700 } }));
  ok(ended.remarks.some((remark) => /ended by itself/.test(remark)));
});

test('parameters that a spec leaves out have their defaults', () => {
  const spec = specimen('vhe/vhost', { requests: 60 });
  equal(trial({ ...spec, params: {} }), trial(spec));
});

test('a spec that makes no sense is refused with a sentence', () => {
  const spec = specimen('vhe/vhost', { requests: 60 });
  const refused: readonly (readonly [Parameters<typeof trial>[0], RegExp])[] = [
    [{ ...spec, system: 'vhe/vhots' }, /^unknown backend: vhots \(did you mean vhost\?\)$/],
    [{ ...spec, system: 'vhe/el2' }, /^no such system: vhe\/el2 \(/],
    [{ ...spec, device: 'blkk' }, /^unknown device: blkk/],
    [{ ...spec, workload: 'rrr' }, /^unknown workload: rrr/],
    [{ ...spec, params: { ...spec.params, 'ring.sise': 4 } }, /^unknown parameter: ring\.sise \(did you mean ring\.size\?\)$/],
    [specimen('static-partition/vhost', { set: { 'topology.core_map': 'shared' } }), /^topology\.core_map: shared \(static-partition/],
    [specimen('xen/vhost', { set: { 'policy.isr_served_by': 'kernel' } }), /^policy\.isr_served_by: kernel/],
  ];
  for (const [wrong, says] of refused) {
    throws(() => trial(wrong), says);
    throws(() => refuseImpossible(wrong), says);
  }
  refuseImpossible(spec);
});

test('a profile that counts instructions says so', () => {
  is(trial(specimen('vhe/vhost', { requests: 60, profile: 'emulated-n1' })).unit, 'instructions');
});

function not(value: boolean): void {
  is(value, false);
}

test.run();
