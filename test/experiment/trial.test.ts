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

test('workers that do nothing are told, those that work are not', () => {
  const said = (system: string, device: string, set: Record<string, number>): readonly string[] => {
    const four = { 'topology.vcpus': 4, 'topology.queues': 4, 'topology.host_cores': 4, ...set };
    return trial(specimen(system, { device, workload: device === 'blk' ? 'fio:job' : 'rr', requests: 20, set: four })).remarks.filter((remark) => remark.startsWith('topology.workers'));
  };
  const working = [['vhe/vhost', 'blk'], ['vhe/vhost', 'net'], ['vhe/sidecore', 'net'], ['nvhe/user-thread', 'blk'], ['static-partition/vhost', 'blk']] as const;
  for (const [system, device] of working) {
    equal(said(system, device, { 'topology.workers': 4 }), [], system);
    equal(said(system, device, { 'topology.workers': 4, 'topology.queues': 2 }), ['topology.workers=4: as many work as there are queues, 2 (topology.queues, at most one for each of topology.vcpus).'], system);
  }
  const idle = [['vhe/user-thread', 'net'], ['vhe/user-thread[io=main-loop]', 'blk'], ['vhe/user-thread[io=vcpu]', 'blk'], ['static-partition/user-thread', 'blk'], ['xen/user-thread', 'blk'], ['vhe/trap-and-emulate', 'blk'], ['xen/el2', 'blk'], ['vhe/passthrough', 'net'], ['vhe/null', 'blk']] as const;
  for (const [system, device] of idle) {
    equal(said(system, device, { 'topology.workers': 4 }), [`topology.workers=4 has no effect on ${system} with ${device}: vhost, sidecores and the I/O threads of a disk under KVM have workers.`]);
    equal(said(system, device, { 'topology.workers': 1 }), []);
  }
});

test('several I/O threads serve a disk faster where one is the slowest part, and each has a core', () => {
  const per = (workers: number) => trial(specimen('vhe/user-thread', { requests: 2000, job: { numjobs: 4 }, set: { 'topology.workers': workers, 'topology.vcpus': 4, 'topology.queues': 4, 'topology.host_cores': 4, 'workload.iodepth': 16, 'device.channels': 64 } }));
  const [one, four] = [per(1), per(4)];
  is(four.requests_hash, one.requests_hash);
  ok(four.metrics.throughput_per_s > 2 * one.metrics.throughput_per_s, `${one.metrics.throughput_per_s} to ${four.metrics.throughput_per_s}`);
  is(four.ledger.cores.filter(({ name, busy }) => name.startsWith('host') && busy > 0.1).length, 4);
});

test('a ring that could never hold a request is refused, not waited for', () => {
  for (const system of ['vhe/vhost', 'static-partition/el2', 'xen/user-thread']) {
    throws(() => refuseImpossible(specimen(system, { set: { 'ring.size': 2 } })), /^ring\.size: 2 \(block device \(virtio-blk\) takes 3 descriptors for a request: at least 4\)$/);
  }
  for (const [device, workload] of [['null', 'fio:job'], ['net', 'rr'], ['console', 'console']] as const) ok(trial(specimen('vhe/vhost', { device, workload, requests: 20, set: { 'ring.size': 2 } })).metrics.throughput_per_s > 0, device);
  refuseImpossible(specimen('vhe/passthrough', { set: { 'ring.size': 2 } }));
});

test('VIRTIO 1.2 sections 2.7 and 2.8.10.1: a split ring has a power of two of descriptors, a packed one any number, both up to 32768', () => {
  const refused = (size: number, layout: string) => refuseImpossible(specimen('vhe/vhost', { set: { 'ring.size': size, 'ring.layout': layout } }));
  throws(() => refused(3, 'split'), /^ring\.size: 3 \(the size of a split virtqueue is a power of two: 2 or 4; ring\.layout=packed takes any\)$/);
  throws(() => refused(32767, 'split'), /^ring\.size: 32767 \(the size of a split virtqueue is a power of two: 16384 or 32768; ring\.layout=packed takes any\)$/);
  throws(() => refused(2, 'packed'), /^ring\.size: 2 \(block device \(virtio-blk\) takes 3 descriptors for a request: at least 3\)$/);
  for (const [layout, sizes] of [['split', [4, 32768]], ['packed', [3, 5, 1000, 32767, 32768]]] as const) {
    for (const size of sizes) ok(trial(specimen('vhe/vhost', { requests: 20, set: { 'ring.size': size, 'ring.layout': layout, 'workload.iodepth': 16 } })).metrics.throughput_per_s > 0, `${layout} ${size}`);
  }
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
    [specimen('vhe/vhost', { set: { 'topology.guests': 64, 'topology.vcpus': 16 } }), /^topology\.guests x topology\.vcpus: 1024 vCPUs \(at most 1000 in all\)$/],
    [specimen('static-partition/vhost', { set: { 'topology.guests': 4, 'topology.guest_cores': 3 } }), /^topology\.guest_cores: 3 for 4 vCPUs \(static-partition gives every vCPU a core of its own\)$/],
    [specimen('vhe/vhost', { set: { 'topology.core_map': 'shared', 'topology.guest_cores': 3 } }), /^topology\.guest_cores: 3 \(with topology\.core_map=shared/],
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
