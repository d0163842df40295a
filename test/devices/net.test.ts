import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { net } from '../../src/devices/net.ts';
import { trial } from '../../src/experiment/trial.ts';
import type { ParameterValue } from '../../src/machine/parameter.ts';
import { specimen } from '../specimen.ts';

const test = suite('network device');

test('an answer is segments of 1448 bytes, of which GRO merges so many to a packet', () => {
  const answers = (gro: number, ...bytes: readonly number[]) => bytes.map((size) => net.answer!(size, { 'device.gro': gro }));
  equal(answers(1, 0, 1448, 1449), [{ segments: 1, packets: 1 }, { segments: 1, packets: 1 }, { segments: 2, packets: 2 }]);
  equal(answers(8, 1448 * 8, 1448 * 8 + 1), [{ segments: 8, packets: 1 }, { segments: 9, packets: 2 }]);
  equal(answers(64, 65_536), [{ segments: 46, packets: 1 }]);
});

test('GRO saves whoever receives per packet: processor time of guest and host, at the same bytes', () => {
  for (const system of ['vhe/vhost', 'vhe/user-thread', 'static-partition/user-thread', 'vhe/passthrough', 'nvhe/trap-and-emulate']) {
    const perByte = (gro: number): number => {
      const { metrics } = trial(specimen(system, { device: 'net', workload: 'stream', set: { 'workload.direction': 'receive', 'device.gro': gro, 'device.bandwidth': 100_000_000 }, requests: 500 }));
      return metrics.cpu_us_per_request.total / (1448 * Math.min(gro, 65_536 / 1448));
    };
    const costs = [1, 4, 16, 64].map(perByte);
    for (let i = 1; i < costs.length; i++) ok(costs[i]! < costs[i - 1]!, `${system}: ${costs}`);
    ok(costs[3]! < costs[0]! / 4, `${system}: ${costs}`);
  }
});

type Settings = Readonly<Record<string, ParameterValue>>;
const moderated = (system: string, workload: string, set: Settings) =>
  trial(specimen(system, { device: 'net', workload, set: { 'workload.segment': 1448, 'workload.direction': 'receive', 'device.gro': 1, ...set }, requests: 1000 })).metrics;

test('a moderated NIC delays a lone answer by its time, and no longer', () => {
  for (const system of ['vhe/vhost', 'static-partition/user-thread', 'xen/passthrough', 'vhe/passthrough[irq=gicv4]', 'nvhe/trap-and-emulate']) {
    const latency = (us: number): number => trial(specimen(system, { device: 'net', workload: 'rr', set: { 'device.irq_moderation': us * 1000 }, requests: 100 })).metrics.latency_us.mean;
    ok(Math.abs(latency(20) - latency(0) - 20) < 1e-6, `${system}: ${latency(20) - latency(0)}`);
  }
});

test('a stream is interrupted less, and its threshold interrupts at once', () => {
  for (const system of ['vhe/passthrough', 'static-partition/passthrough']) {
    const slow = { 'device.bandwidth': 100_000_000 };
    const interrupts = (set: Settings): number => moderated(system, 'stream', { ...slow, ...set }).per_request.interrupts;
    const [each, held, eight] = [interrupts({}), interrupts({ 'device.irq_moderation': 200_000 }), interrupts({ 'device.irq_moderation': 200_000, 'device.irq_moderation_threshold': 8 })];
    ok(each! > 0.99, `${each}`);
    // A segment takes 14.48 us: some 14 in 200 us.
    ok(held! < 1 / 12 && held! > 1 / 20, `${held}`);
    // One more comes before the driver has taken the eight.
    ok(eight! <= 1 / 8 && eight! > 1 / 10, `${eight}`);
  }
});

test('nobody waits for a moderated NIC who polls it', () => {
  const rr = (system: string, set: Settings): number => trial(specimen(system, { device: 'net', workload: 'rr', set, requests: 100 })).metrics.latency_us.mean;
  is(rr('vhe/sidecore', { 'device.irq_moderation': 20_000 }), rr('vhe/sidecore', {}));
  const polls = { 'policy.guest_polls': true };
  is(rr('vhe/passthrough', { ...polls, 'device.irq_moderation': 20_000 }), rr('vhe/passthrough', polls));
});

test.run();
