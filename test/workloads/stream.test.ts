import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runOnce } from '../../src/experiment/run.ts';
import { trial } from '../../src/experiment/trial.ts';
import { specimen } from '../specimen.ts';
import type { Wish } from '../specimen.ts';
import { mostInFlight, watch } from './watch.ts';

const test = suite('stream');
const stream = (system: string, set: Wish['set'] = {}) => specimen(system, { device: 'net', workload: 'stream', set, requests: 1000 });
const bytesPerS = (system: string, set: Wish['set'], segment: number): number => trial(stream(system, { ...set, 'workload.segment': segment })).metrics.throughput_per_s * segment;

for (const system of ['vhe/vhost', 'vhe/user-thread', 'vhe/sidecore', 'static-partition/user-thread', 'static-partition/vhost', 'xen/vhost', 'bare-metal/passthrough', 'vhe/trap-and-emulate']) {
  test(`${system}: fills a slow link with big segments and never exceeds it`, () => {
    const reached = bytesPerS(system, { 'device.bandwidth': 100_000_000 }, 65536) / 100_000_000;
    assert.ok(reached <= 1 + 1e-9 && reached > 0.99, String(reached));
    assert.ok(bytesPerS(system, {}, 1448) <= 1_250_000_000 * (1 + 1e-9));
  });
}

test('has a window of segments under way, and at least one', () => {
  assert.is(mostInFlight(watch(stream('vhe/vhost', { 'workload.window': 65536 * 3 + 1 })).done), 3);
  assert.is(mostInFlight(watch(stream('vhe/vhost', { 'workload.window': 1 })).done), 1);
  assert.is(mostInFlight(watch(stream('vhe/vhost', { 'workload.window': 65536 * 2, 'workload.connections': 3 })).done), 6);
});

test('a window of one segment waits a round trip for each', () => {
  const { throughput_per_s, latency_us } = trial(stream('vhe/vhost', { 'workload.window': 1, 'device.wire': 100_000 })).metrics;
  assert.ok(latency_us.mean > 205);
  assert.ok(Math.abs(1e6 / throughput_per_s - latency_us.mean) < 1e-3);
});

test('a segment is acknowledged when its answer comes, and not when the window or the ring is full', () => {
  for (const window of [500, 1e6]) {
    const { done } = watch(stream('vhe/vhost', { 'workload.segment': 1, 'workload.window': window }), 300);
    const sent = done.find(({ request }) => request === 100);
    assert.ok(sent !== undefined && done[0].endPs < sent.startPs, `${done[0].endPs} and ${sent?.startPs}`);
  }
});

test('requests that one answer acknowledges all at once are too few, and the sentence names the key', () => {
  const few = { ...stream('vhe/vhost', { 'workload.segment': 1, 'workload.window': 1e6, 'device.answer_every': 64 }), requests: 2 };
  assert.throws(() => trial(few), /^requests: 2 \(with vhe\/vhost and stream all of them were done at one moment: ask for more\)$/);
});

test('an answer for several segments means fewer interrupts, and none is left unanswered', () => {
  const every = (answers: number) => trial(stream('vhe/vhost', { 'workload.segment': 1448, 'device.answer_every': answers, 'device.bandwidth': 100_000_000 })).metrics;
  assert.ok(every(8).per_request.interrupts < every(1).per_request.interrupts);
  const { done } = watch(stream('vhe/vhost', { 'workload.segment': 1448, 'device.answer_every': 64, 'workload.window': 1448 * 10 }), 500);
  assert.is(new Set(done.map(({ request }) => request)).size, 500);
});

test('a ring that is too small for the window does not stop it', () => {
  const { done } = watch(stream('static-partition/vhost', { 'workload.segment': 1448, 'ring.size': 4 }), 500);
  assert.is(done.length, 500);
});

for (const system of ['vhe/vhost', 'vhe/user-thread', 'vhe/sidecore', 'static-partition/user-thread', 'static-partition/el2', 'bare-metal/passthrough', 'vhe/trap-and-emulate']) {
  test(`${system}: receives over a slow link as fast as it sends, and both at once`, () => {
    for (const direction of ['receive', 'both']) {
      const reached = bytesPerS(system, { 'workload.direction': direction, 'device.bandwidth': 100_000_000 }, 65536) / (direction === 'both' ? 200_000_000 : 100_000_000);
      assert.ok(reached <= 1 + 1e-9 && reached > 0.97, `${direction}: ${reached}`);
    }
  });
}

test('a segment received is what GRO has merged, at most', () => {
  const drawn = (set: Wish['set']) => watch(stream('vhe/vhost', { 'workload.direction': 'receive', ...set }), 10).requests;
  assert.equal([...new Set(drawn({}).answerBytes)], [65536]);
  assert.equal([...new Set(drawn({ 'device.gro': 4 }).answerBytes)], [4 * 1448]);
  assert.equal([...new Set(drawn({ 'device.gro': 4, 'workload.segment': 100 }).answerBytes)], [100]);
  assert.equal([...new Set(drawn({}).bytes)], [0]);
});

test('both directions have a window each', () => {
  const { done, requests } = watch(stream('vhe/vhost', { 'workload.direction': 'both', 'workload.window': 65536 * 3, 'workload.connections': 2 }));
  assert.is(mostInFlight(done), 12);
  assert.is(mostInFlight(done.filter(({ request }) => requests.bytes[request]! > 0)), 6);
});

test('what is received is copied to the application whole, however many segments one recv() finds', () => {
  const { machine, account, latenciesPs } = runOnce(stream('vhe/vhost', { 'workload.direction': 'receive', 'device.gro': 1, 'device.bandwidth': 1e12 }), 1);
  const copied = machine.tariff.paths.filter(({ name }) => name === 'back to the application');
  const bytes = copied.reduce((sum, { id }) => sum + account.bytes[id]!, 0);
  const calls = copied.reduce((sum, { id }) => sum + account.visits[id]!, 0);
  assert.ok(Math.abs(bytes / latenciesPs.length / 1448 - 1) < 0.1, String(bytes));
  assert.ok(calls < 0.9 * latenciesPs.length, `${calls} calls`);
});

test('an acknowledgement costs the network stack, and no system call of its own', () => {
  const { machine, account, latenciesPs } = runOnce(stream('vhe/vhost', { 'workload.direction': 'receive', 'workload.window': 1 }), 1);
  const per = (cost: string, role: string): number =>
    machine.tariff.paths.reduce((sum, { id, steps }) => sum + account.visits[id]! * steps.filter((step) => step.cost === cost && step.role === role).length, 0) / latenciesPs.length;
  assert.is(per('svc_el0_to_el1', 'guest user'), 1);
  assert.is(per('guest_stack_net_tx', 'guest kernel'), 1);
});

test.run();
