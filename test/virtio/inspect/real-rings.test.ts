import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readRingDump, type DumpedQueue } from '../../../src/formats/ring-dump.ts';
import { unknownFeatures } from '../../../src/virtio/inspect/features.ts';
import { unknownMemory } from '../../../src/virtio/inspect/guest-memory.ts';
import { inspect } from '../../../src/virtio/inspect/inspect.ts';
import { nothingHeld, type QueueDump } from '../../../src/virtio/inspect/queue-dump.ts';

const test = suite('virtio/inspect: queues of a real guest');

const folders = ['split-noindirect-pci', 'packed-pci'].map((name) => new URL(`../../fixtures/rings/${name}/`, import.meta.url));
const queues = folders.flatMap((folder) => {
  const text = readFileSync(new URL('meta.json', folder), 'utf8');
  const states = (JSON.parse(text) as { queues: { emulator_state: Record<string, number> }[] }).queues;
  return readRingDump(text, 'meta.json').queues.map((queue, i) => ({ queue, dump: dumpOf(queue, folder), state: states[i].emulator_state }));
});

function dumpOf(queue: DumpedQueue, folder: URL): QueueDump {
  const area = (name: 'desc' | 'driver' | 'device') => ({ address: queue.areas[name].address, bytes: new Uint8Array(readFileSync(new URL(queue.areas[name].file, folder))) });
  const { areas: _, ...rest } = queue;
  return { ...rest, desc: area('desc'), driver: area('driver'), device: area('device'), memory: unknownMemory };
}

test('all eight are there', () => assert.is(queues.length, 8));

test('every index is the one that the emulator reported, and nothing violates the standard', () => {
  for (const { dump, state } of queues) {
    const { positions, violations, layout } = inspect(dump);
    assert.equal(violations, [], dump.name);
    assert.is(positions.used?.index, state['used-idx']);
    assert.is(positions.lastAvail?.index, state['last-avail-idx']);
    if (layout === 'split') assert.is(positions.nextAvail?.index, state['shadow-avail-idx']);
  }
});

test('without the emulator the same positions follow from memory', () => {
  for (const { dump, state, queue } of queues) {
    const { positions, violations } = inspect({ ...dump, held: nothingHeld, features: unknownFeatures });
    assert.equal(violations, [], queue.name);
    assert.is(positions.used?.index, state['used-idx']);
    assert.equal([positions.used?.wrap, positions.nextAvail], [inspect(dump).positions.used?.wrap, inspect(dump).positions.nextAvail]);
    if (positions.lastAvail !== null) assert.is(positions.lastAvail.index, state['last-avail-idx']);
  }
});

test('wrap counters are those that the device wrote where it asked for a kick, and the driver for an interrupt', () => {
  let seen = 0;
  for (const { dump } of queues.filter(({ dump: { layout } }) => layout === 'packed')) {
    const { positions } = inspect(dump);
    const [device, driver] = [dump.device, dump.driver].map(({ bytes }) => ({ offset: bytes[0] + 256 * (bytes[1] & 127), wrap: bytes[1] >> 7, flags: bytes[2] }));
    if (device.flags === 2) assert.equal([device.offset, device.wrap, ++seen > 0], [positions.lastAvail?.index, positions.lastAvail?.wrap, true]);
    if (driver.flags === 2 && driver.offset === positions.used?.index) assert.is(driver.wrap, positions.used.wrap);
  }
  assert.is(seen, 2);
});

test('the receive queue holds the buffers that the driver gave, each of one writable element', () => {
  for (const [layout, available] of [['split', 322 - 98], ['packed', 256 - 10]] as const) {
    const { dump } = queues.find(({ queue }) => queue.name === 'virtio-net-q0' && queue.layout === layout) ?? queues[0];
    const inspection = inspect(dump);
    assert.equal([inspection.available, inspection.inFlight, inspection.unreaped], [available, 0, 0]);
    for (const { elements, writableBytes } of inspection.chains) assert.ok(elements.length === 1 && (writableBytes === 1536 || writableBytes === 2048));
    assert.is(inspection.interrupt.next, true);
  }
});

test('seven readers wait for what the stopped machine used; the packed ring still shows it', () => {
  const { dump } = queues.find(({ queue }) => queue.name === 'virtio-blk-q0' && queue.layout === 'packed') ?? queues[0];
  const { unreaped, chains } = inspect(dump);
  assert.is(unreaped, 7);
  assert.equal(chains.map(({ writtenBytes }) => writtenBytes), Array(7).fill(16385));
});

test.run();
