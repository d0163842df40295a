import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { trial } from '../../src/experiment/trial.ts';
import { specimen } from '../specimen.ts';
import type { Wish } from '../specimen.ts';
import { drawn, mostInFlight, watch } from './watch.ts';

const test = suite('fio');
const fio = (job: NonNullable<Wish['job']>, set: Wish['set'] = {}, system = 'vhe/vhost') => specimen(system, { job, set: { 'device.channels': 64, ...set } });

test('has as many requests in flight as iodepth says, and no more', () => {
  for (const iodepth of [1, 2, 7, 32]) assert.is(mostInFlight(watch(fio({ iodepth })).done), iodepth, `iodepth ${iodepth}`);
});

test('workload.iodepth wins over the job file', () => {
  assert.is(mostInFlight(watch(fio({ iodepth: 4 }, { 'workload.iodepth': 9 })).done), 9);
});

test('completes every request exactly once, also where the ring is smaller than the depth', () => {
  const { done } = watch(fio({ iodepth: 32, numjobs: 3 }, { 'ring.size': 16 }), 300);
  assert.is(new Set(done.map(({ request }) => request)).size, 300);
});

test('no process starves at a ring that another one fills', () => {
  const { done, requests } = watch(fio({ iodepth: 32, numjobs: 4 }, { 'ring.size': 8 }), 400);
  const each = requests.count / 4;
  const share = [0, 0, 0, 0];
  for (const { request } of done) share[Math.floor(request / each)]++;
  assert.ok(share.every((count) => count > 20), share.join(' '));
});

test('number_ios ends a process, and then the trial', () => {
  const { done } = watch(fio({ iodepth: 4, numberIos: 30 }), 1000);
  assert.is(done.length, 30);
});

test('runtime ends it too', () => {
  const { done } = watch(fio({ iodepth: 1, runtimeNs: 1_000_000 }), 1000);
  assert.ok(done.length > 10 && done[done.length - 2].startPs < 1e9, String(done.length));
  assert.ok(done.length < 60);
});

test('a loop that outlives its table begins it again, and never asks twice at once', () => {
  const { done, requests } = watch(specimen('vhe/vhost', { requests: 20, job: { iodepth: 64 }, set: { 'device.channels': 64, 'device.service': 200_000 } }), 1000);
  assert.ok(done.length === 1000 && requests.count < 100);
  const lastEnd = new Map<number, number>();
  for (const { request, startPs, endPs } of done) {
    assert.ok(startPs >= (lastEnd.get(request) ?? 0));
    lastEnd.set(request, endPs);
  }
});

test('a flush is alone, after as many writes as fsync says', () => {
  const { done, requests } = watch(fio({ rw: 'randwrite', iodepth: 8, fsync: 5 }), 200);
  const flushes = done.filter(({ request }) => requests.kinds[request] === 2);
  assert.ok(flushes.length > 25);
  for (const flush of flushes) {
    assert.not(done.some((other) => other !== flush && other.startPs < flush.endPs && other.endPs > flush.startPs));
  }
});

test('rate_iops is not exceeded, and is reached where the system can', () => {
  const { metrics } = trial({ ...fio({ iodepth: 4, rateIops: 5000 }), requests: 1000 });
  assert.ok(Math.abs(metrics.throughput_per_s / 5000 - 1) < 0.01, String(metrics.throughput_per_s));
});

test('thinktime passes between a completion and the next request', () => {
  const { done } = watch(fio({ thinktimeNs: 50_000 }), 20);
  for (let i = 1; i < done.length; i++) assert.ok(done[i].startPs - done[i - 1].endPs >= 50_000_000);
});

test('reads and writes come in the shares of rwmixread, in sizes of both lists', () => {
  const { kinds, bytes } = drawn(fio({ rw: 'randrw', rwmixread: 70, readSizes: [[4096, 0.5], [8192, 0.5]], writeSizes: [[512, 1]] }), 20_000);
  const reads = kinds.filter((kind) => kind === 0).length / kinds.length;
  assert.ok(Math.abs(reads - 0.7) < 0.015, String(reads));
  assert.ok(kinds.every((kind, i) => (kind === 1 ? bytes[i] === 512 : bytes[i] === 4096 || bytes[i] === 8192)));
});

test('sequential jobs go on where they ended, each in a part of its own; flushes go nowhere', () => {
  const { offsets, bytes, kinds } = drawn(fio({ rw: 'write', numjobs: 2, fsync: 4, writeSizes: [[4096, 0.5], [8192, 0.5]] }), 100);
  const each = offsets.length / 2;
  for (let i = 1; i < offsets.length; i++) {
    if (i !== each) assert.is(offsets[i], offsets[i - 1] + bytes[i - 1], `${i}`);
  }
  assert.is(offsets[0], 0);
  assert.is(offsets[each], 2 ** 39);
  assert.ok(kinds.includes(2));
});

test('a mix reads and writes in two places of a sequential job, and anywhere on whole blocks of a random one', () => {
  const mixed = drawn(fio({ rw: 'rw' }), 200);
  for (const kind of [0, 1]) {
    const places = [...mixed.offsets].filter((_offset, i) => mixed.kinds[i] === kind);
    assert.equal(places, places.map((_place, i) => 4096 * i), `${kind}`);
  }
  const random = drawn(fio({ rw: 'randread' }), 200);
  assert.is(new Set(random.offsets).size, random.offsets.length);
  assert.ok(random.offsets.every((offset) => offset % 4096 === 0 && offset < 2 ** 40));
});

test('rw=randread:8 draws a place for every eighth request, and the others go on from there; a hole keeps sequential requests apart', () => {
  const { offsets } = drawn(fio({ rw: 'randread', perPlace: 8 }), 200);
  offsets.forEach((offset, i) => i > 0 && assert.is(offset === offsets[i - 1] + 4096, i % 8 !== 0, `${i}`));
  const forwards = drawn(fio({ rw: 'read', holeBytes: 4096 }), 200).offsets;
  assert.equal([...forwards.slice(0, 3)], [0, 8192, 16384]);
  const backwards = drawn(fio({ rw: 'write', holeBytes: -12288, writeSizes: [[4096, 1]] }), 200).offsets;
  assert.equal([...backwards.slice(0, 3)], [0, 2 ** 40 - 4096, 2 ** 40 - 4096 - 8192]);
});

test('what follows takes its share of the service time, and only that: the draws stay', () => {
  const service = (rw: 'read' | 'randread' | 'rw', ratio: number) => drawn(fio({ rw, numjobs: 2 }, { 'device.sequential_ratio': ratio }), 200);
  const [any, sequential] = [service('randread', 1), service('read', 0.25)];
  const each = any.count / 2;
  sequential.servicePs.forEach((ps, i) => assert.ok(Math.abs(ps - any.servicePs[i] * (i % each === 0 ? 1 : 0.25)) <= 1, `${i}`));
  assert.equal(service('randread', 0.25).servicePs, any.servicePs);
  assert.equal(service('read', 1).servicePs, any.servicePs);
  const { servicePs, offsets, bytes } = service('rw', 0.25);
  const slow = service('rw', 1);
  for (let i = 1; i < each; i++) {
    const follows = offsets[i] === offsets[i - 1] + bytes[i - 1];
    assert.ok(Math.abs(servicePs[i] - slow.servicePs[i] * (follows ? 0.25 : 1)) <= 1);
  }
});

test.run();
