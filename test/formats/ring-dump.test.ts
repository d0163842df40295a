import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { readRingDump } from '../../src/formats/ring-dump.ts';
import { mutated } from './mutated.ts';
import { refusal, valueOrRefusal } from './refusal.ts';

const test = suite('formats/ring-dump');

const textOf = (folder: string) => readFileSync(new URL(`../fixtures/rings/${folder}/meta.json`, import.meta.url), 'utf8');
const split = textOf('split-noindirect-pci');

/** A dump of one queue with some of its fields changed. */
const meta = (queue: Readonly<Record<string, unknown>> = {}, more: Readonly<Record<string, unknown>> = {}): string => {
  const area = (file: string) => ({ address: '0x1000', bytes: 64, file });
  return JSON.stringify({ queues: [{ name: 'q', packed: false, size: 4, areas: { desc: area('d'), driver: area('a'), device: area('u') }, ...queue }], ...more });
};
const read = (queue: Readonly<Record<string, unknown>> = {}, more: Readonly<Record<string, unknown>> = {}) => readRingDump(meta(queue, more), 'f');

/** Feature bits as Linux prints them, bit 0 first. */
const bits = (...set: readonly number[]): string => Array.from({ length: 64 }, (_, bit) => (set.includes(bit) ? '1' : '0')).join('');

test('reads what the emulator reported, and the features of the rings', () => {
  const { queues, emulator } = readRingDump(split, 'f');
  is(emulator, 'QEMU 7.2');
  equal(queues.map(({ name }) => name), ['virtio-net-q0', 'virtio-net-q1', 'virtio-net-q2', 'virtio-blk-q0']);
  equal(queues.map(({ features }) => features), Array(4).fill({ eventIdx: true, indirectDesc: false, inOrder: false }));
  equal(queues[0].held, { from: 'emulator', lastAvail: { index: 98, wrap: null }, used: { index: 98, wrap: null }, signalledUsed: { index: 98, wrap: null }, lastUsed: null });
  is(queues[0].areas.device.address, 0x4804d240n);
});

test('wrap counters are taken where they are given, of their own or in bit 15 as vhost has them', () => {
  const held = (emulator_state: object) => read({ packed: true, emulator_state }).queues[0].held;
  equal(held({ 'used-idx': 3 }).used, { index: 3, wrap: null });
  equal(held({ 'used-idx': 3, 'used-wrap-counter': 0 }).used, { index: 3, wrap: 0 });
  equal(held({ 'last-avail-idx': 0x8003 }).lastAvail, { index: 3, wrap: 1 });
  is(held({ 'signalled-used': 3, 'signalled-used-valid': false }).signalledUsed, 'none');
});

test('features that are not said are not known', () => equal(read().queues[0].features, { eventIdx: null, indirectDesc: null, inOrder: null }));

test('a queue has the features of its device', () => {
  const negotiated_feature_bits = { virtio0: bits(29), virtio1: bits(35), note: 'words' };
  equal(read({ device: 'virtio1' }, { negotiated_feature_bits }).queues[0].features, { eventIdx: false, indirectDesc: false, inOrder: true });
  equal(refusal(() => read({}, { negotiated_feature_bits })), 'f:1:12: the devices differ in feature bit 29 (say "device": "virtio0" or another in each queue)');
  equal(refusal(() => read({ device: 'virtio2' }, { negotiated_feature_bits })), 'f:1:221: device: virtio2 (no feature bits are given for it)');
});

test('refuses with line and column', () => {
  const says = (queue: object, more: object = {}) => refusal(() => read({ ...queue }, { ...more })).replace(/^f:1:\d+: /, '');
  equal(says({ size: 0 }), 'size: 0 (must be at least 1)');
  equal(says({ size: 32769 }), 'size: 32769 (must be at most 32768)');
  equal(says({ packed: 'yes' }), 'packed: yes (must be true or false)');
  equal(says({ packed: true }, { negotiated_feature_bits: { virtio0: bits(29) } }), 'packed: true (bit 34 of the negotiated features says false)');
  equal(says({ emulator_state: { 'used-idx': 65536 } }), 'used-idx: 65536 (must be at most 65535)');
  equal(says({}, { queues: [] }), 'queues: [] (must have at least 1 item)');
  equal(says({}, { negotiated_feature_bits: { virtio0: '012' } }), 'virtio0: not feature bits (0 and 1, bit 0 first)');
  equal(refusal(() => readRingDump('{"queues": 1}', 'f')), 'f:1:12: queues: 1 (must be a list)');
});

test('a dump names files beside it and nothing else', () => {
  for (const file of ['../x', '/dev/zero', 'a/b', 'a\\b', '..', '.', '', 'a\u0000']) {
    const area = { address: 0, bytes: 64, file };
    refusal(() => read({ areas: { desc: area, driver: area, device: area } }));
  }
});

test('addresses are 64 bits', () => {
  const at = (address: unknown) => ({ areas: { desc: { address, bytes: 64, file: 'd' }, driver: { address: 0, bytes: 14, file: 'a' }, device: { address: 0, bytes: 38, file: 'u' } } });
  is(read(at('0xffffffffffffffc0')).queues[0].areas.desc.address, (1n << 64n) - 64n);
  for (const address of ['0xffffffffffffffff', '99999999999999999999', '0x', 'x', -1, 1.5, null]) refusal(() => read(at(address)));
});

test('any change of a real dump is a dump or a refusal', () => {
  for (const text of [split, textOf('packed-pci')]) fc.assert(fc.property(mutated(text), (changed) => valueOrRefusal((file) => readRingDump(changed, file))), { numRuns: 500 });
});

test.run();
