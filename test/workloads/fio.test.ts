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

test.run();
