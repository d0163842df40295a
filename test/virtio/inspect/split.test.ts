import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { guestMemory, pieceOf } from '../../../src/virtio/inspect/guest-memory.ts';
import { inspect } from '../../../src/virtio/inspect/inspect.ts';
import { foundIn, INDIRECT, NEXT, publish, ringBytes, use, WRITE } from './ring-bytes.ts';

const test = suite('virtio/inspect: what a split ring must not hold');

test('2.7: a size that is no power of two', () => assert.equal(foundIn(ringBytes('split', 6)), ['2.7 queue null']));

test('2.7.1: areas that are not aligned', () => {
  const { dump } = ringBytes('split', 4);
  const at = (area: typeof dump.desc, address: bigint) => ({ ...area, address });
  assert.equal(inspect({ ...dump, desc: at(dump.desc, 8n), driver: at(dump.driver, 1n), device: at(dump.device, 2n) }).violations.map(({ section }) => section), ['2.7.1', '2.7.1', '2.7.1']);
  assert.equal(inspect({ ...dump, desc: at(dump.desc, 16n), driver: at(dump.driver, 2n), device: at(dump.device, 4n) }).violations, []);
});

test('2.7.4.2: a readable element after a writable one, told once for a chain', () => {
  const ring = ringBytes('split', 4);
  ring.desc(0, 0n, 1, NEXT | WRITE, 1);
  ring.desc(1, 0n, 1, NEXT, 2);
  ring.desc(2, 0n, 1, 0, 0);
  publish(ring, 0);
  assert.equal(foundIn(ring), ['2.7.4.2 descriptor 1']);
});

test('2.7.5: reserved flags, a next beyond the table, an address beyond the last', () => {
  const ring = ringBytes('split', 4);
  ring.desc(0, 0n, 1, 8, 0);
  ring.desc(1, 0n, 1, NEXT, 4);
  ring.desc(2, (1n << 64n) - 4n, 5, 0, 0);
  ring.desc(3, (1n << 64n) - 4n, 4, 0, 0);
  publish(ring, 0, 1, 2, 3);
  assert.equal(foundIn(ring), ['2.7.5 descriptor 0', '2.7.5 descriptor 1', '2.7.5 descriptor 2']);
});

test('2.7.5: a buffer outside the memory that the guest has, where that is known', () => {
  const memory = guestMemory([], [{ address: 0x1000n, length: 0x1000n }, { address: 0x2000n, length: 0x1000n }]);
  const ring = ringBytes('split', 4, [], { memory });
  ring.desc(0, 0x1ff0n, 0x20, 0, 0);
  ring.desc(1, 0x2ff0n, 0x20, 0, 0);
  publish(ring, 0, 1);
  assert.equal(foundIn(ring), ['2.7.5 descriptor 1']);
});

test('2.7.5: a buffer that leaves the only memory there is', () => {
  const ring = ringBytes('split', 4, [], { memory: guestMemory([], [{ address: 0x1000n, length: 0x1000n }]) });
  ring.desc(0, 0x1ff0n, 0x10, 0, 0);
  ring.desc(1, 0x1ff0n, 0x11, 0, 0);
  publish(ring, 0, 1);
  assert.equal(foundIn(ring), ['2.7.5 descriptor 1']);
});

test('2.7.5.2: a loop, however long', () => {
  const ring = ringBytes('split', 8);
  for (let i = 0; i < 8; i++) ring.desc(i, 0n, 1, NEXT, (i + 1) % 8);
  publish(ring, 3);
  assert.equal(foundIn(ring), ['2.7.5.2 descriptor 3']);
});

test('2.7.5.2: a chain of more than 2^32 bytes', () => {
  const ring = ringBytes('split', 2);
  ring.desc(0, 0n, 0xffffffff, NEXT, 1);
  ring.desc(1, 0n, 1, 0, 0);
  publish(ring, 0);
  assert.equal(foundIn(ring), []);
  ring.desc(1, 0n, 2, 0, 0);
  assert.equal(foundIn(ring), ['2.7.5.2 descriptor 0']);
});

test('2.7.5.2: under IN_ORDER a chain goes through the table in order', () => {
  for (const [features, expected] of [[['in_order'], ['2.7.5.2 descriptor 0']], [[], []]] as const) {
    const ring = ringBytes('split', 4, features);
    ring.desc(0, 0n, 1, NEXT, 2);
    ring.desc(2, 0n, 1, 0, 0);
    publish(ring, 0);
    assert.equal(foundIn(ring), expected);
  }
});

/** A ring whose descriptor 0 refers to a table at 0x1000; the table's bytes. */
function withTable(length: number, features: readonly 'indirect_desc'[] = ['indirect_desc']) {
  const bytes = new Uint8Array(256);
  const ring = ringBytes('split', 4, features, { memory: guestMemory([pieceOf(0x1000n, bytes)], null) });
  ring.desc(0, 0x1000n, length, INDIRECT, 0);
  publish(ring, 0);
  return { ring, table: ringBytes('split', 16, [], { desc: { address: null, bytes } }) };
}

test('an indirect table is followed where its memory is known', () => {
  const { ring, table } = withTable(48);
  table.desc(0, 0x2000n, 16, NEXT, 2);
  table.desc(2, 0x3000n, 512, WRITE, 0);
  const [chain] = inspect(ring.dump).chains;
  assert.equal([chain.readableBytes, chain.writableBytes, chain.isWhole, chain.descriptors], [16, 512, true, 1]);
  assert.equal(foundIn(ring), []);
});

test('2.7.5.3: a table that is no whole number of descriptors', () => {
  for (const length of [0, 40]) assert.equal(foundIn(withTable(length).ring), ['2.7.5.3 descriptor 0']);
});

test('2.7.5.3.1: INDIRECT without the feature, with NEXT, within a table', () => {
  assert.equal(foundIn(withTable(16, []).ring), ['2.7.5.3.1 descriptor 0']);
  const nested = withTable(16);
  nested.table.desc(0, 0n, 16, INDIRECT, 0);
  assert.equal(foundIn(nested.ring), ['2.7.5.3.1 indirect descriptor 0']);
  const { ring } = withTable(16);
  ring.desc(0, 0x1000n, 16, INDIRECT | NEXT, 1);
  assert.equal(foundIn(ring), ['2.7.5.3.1 descriptor 0']);
});

test('2.7.5.2 and 2.7.5: loops and a next beyond the end within a table', () => {
  const loop = withTable(32);
  loop.table.desc(0, 0n, 16, NEXT, 1);
  loop.table.desc(1, 0n, 16, NEXT, 0);
  assert.equal(foundIn(loop.ring), ['2.7.5.2 indirect descriptor 0']);
  const beyond = withTable(32);
  beyond.table.desc(0, 0n, 16, NEXT, 2);
  assert.equal(foundIn(beyond.ring), ['2.7.5 indirect descriptor 0']);
});

test('2.7.5.3.1: a chain with more elements than the queue has descriptors', () => {
  const { ring, table } = withTable(80);
  for (let i = 0; i < 5; i++) table.desc(i, 0n, 1, i < 4 ? NEXT : 0, i + 1);
  assert.equal(foundIn(ring), ['2.7.5.3.1 descriptor 0']);
});

test('2.7.6: a head that no table has', () => {
  const ring = ringBytes('split', 4);
  publish(ring, 4);
  assert.equal(foundIn(ring), ['2.7.6 available ring 0']);
});

test('2.7.6.1: an available index that went back', () => {
  const held = { from: 'given', lastAvail: { index: 3, wrap: null }, used: null, signalledUsed: null, lastUsed: null };
  const ring = ringBytes('split', 4, [], { held });
  publish(ring, 0, 1);
  assert.equal(foundIn(ring), ['2.7.6.1 available ring null']);
});

test('2.7.13: an available index ahead by more than the ring; then no chain is followed', () => {
  const ring = ringBytes('split', 4);
  ring.driver.setUint16(2, 5, true);
  assert.equal(foundIn(ring), ['2.7.13 available ring null']);
  assert.equal([inspect(ring.dump).available, inspect(ring.dump).chains], [null, []]);
});

test('2.7.7.1 and 2.7.10.2: flags are 0 or 1, and 0 under EVENT_IDX', () => {
  for (const [flags, features, expected] of [[1, [], 0], [2, [], 2], [1, ['event_idx'], 2], [0, ['event_idx'], 0]] as const) {
    const ring = ringBytes('split', 4, features);
    for (const area of [ring.driver, ring.device]) area.setUint16(0, flags, true);
    assert.equal(foundIn(ring), ['2.7.7.1 available ring null', '2.7.10.2 used ring null'].slice(0, expected));
  }
});

test('2.7.8: a used id that no table has, that was never available, that is used twice', () => {
  const beyond = ringBytes('split', 4);
  publish(beyond, 0);
  use(beyond, [4, 0]);
  assert.equal(foundIn(beyond), ['2.7.8 used ring 0']);
  const never = ringBytes('split', 4);
  publish(never, 0);
  use(never, [2, 0]);
  assert.equal(foundIn(never), ['2.7.8 used ring 0']);
  const twice = ringBytes('split', 4);
  publish(twice, 0, 1);
  use(twice, [0, 0], [0, 0]);
  assert.equal(foundIn(twice), ['2.7.8 used ring 1']);
});

/** A ring of 4 that is older than its slots: heads by slot, both indices. */
function old(avail: readonly number[], used: readonly number[], index: number) {
  const ring = ringBytes('split', 4);
  publish(ring, ...avail);
  use(ring, ...used.map((id) => [id, 0] as const));
  for (const area of [ring.driver, ring.device]) area.setUint16(2, index, true);
  return ring;
}

test('2.7.8: a head that is used twice in a row, in a ring that has forgotten its beginning', () => {
  assert.equal(foundIn(old([0, 1, 2, 3], [0, 1, 2, 3], 8)), []);
  assert.equal(foundIn(old([0, 1, 2, 3], [0, 1, 2, 2], 8)), ['2.7.8 used ring 3']);
});

test('a head that was used out of order, so long ago that its use is forgotten, was not available twice', () => {
  // Made available: 0, 1, 2, 3, and 3 again after its use, which came first and was overwritten by its second one.
  assert.equal(foundIn(old([3, 1, 2, 3], [3, 0, 1, 2], 5)), []);
});

test('2.7.8: a used index ahead of the available one', () => {
  const ring = ringBytes('split', 4);
  use(ring, [0, 0]);
  assert.equal(foundIn(ring), ['2.7.8 used ring null']);
});

test('2.7.8.2: more bytes written than the chain can take', () => {
  const held = { from: 'given', lastAvail: null, used: null, signalledUsed: null, lastUsed: { index: 0, wrap: null } };
  const ring = ringBytes('split', 4, [], { held });
  ring.desc(0, 0n, 512, WRITE, 0);
  publish(ring, 0);
  use(ring, [0, 512]);
  assert.equal(foundIn(ring), []);
  use(ring, [0, 513]);
  assert.equal(foundIn(ring), ['2.7.8.2 used ring 0']);
});

test('2.7.13.1: a head that is available twice, a descriptor in two chains', () => {
  const twice = ringBytes('split', 4);
  publish(twice, 1, 1);
  assert.equal(foundIn(twice), ['2.7.13.1 available ring 1']);
  const shared = ringBytes('split', 4);
  shared.desc(0, 0n, 1, NEXT, 2);
  shared.desc(1, 0n, 1, NEXT, 2);
  publish(shared, 0, 1);
  assert.equal(foundIn(shared), ['2.7.13.1 descriptor 2']);
});

test('what is not outstanding is not judged', () => {
  const ring = ringBytes('split', 4);
  for (let i = 0; i < 4; i++) ring.desc(i, 0n, 1, 0xffff, 0xffff);
  assert.equal(foundIn(ring), []);
});

test.run();
