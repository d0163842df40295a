import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { guestMemory, pieceOf } from '../../../src/virtio/inspect/guest-memory.ts';
import { inspect } from '../../../src/virtio/inspect/inspect.ts';
import { AVAIL, foundIn, INDIRECT, NEXT, ringBytes, USED, WRITE } from './ring-bytes.ts';

const test = suite('virtio/inspect: what a packed ring must not hold');

test('a ring of any size may be empty', () => {
  for (const size of [1, 3, 32768]) assert.equal(foundIn(ringBytes('packed', size)), []);
});

test('in a ring that was never used the first buffers are told from the rest of one', () => {
  const ring = ringBytes('packed', 4);
  ring.desc(0, 0n, 1, 0, AVAIL);
  const { positions, available } = inspect(ring.dump);
  assert.equal([positions.used, available], [{ index: 0, wrap: 1, from: 'nothing was used yet' }, 1]);
});

test('2.8.11: areas that are not aligned', () => {
  const { dump } = ringBytes('packed', 4);
  const at = (area: typeof dump.desc, address: bigint) => ({ ...area, address });
  assert.equal(inspect({ ...dump, desc: at(dump.desc, 8n), driver: at(dump.driver, 2n), device: at(dump.device, 2n) }).violations.map(({ section }) => section), ['2.8.11', '2.8.11', '2.8.11']);
});

test('2.8.13: reserved flags, an address beyond the last', () => {
  const ring = ringBytes('packed', 4);
  ring.desc(0, 0n, 1, 0, AVAIL | 8);
  ring.desc(1, (1n << 64n) - 4n, 5, 1, AVAIL);
  assert.equal(foundIn(ring), ['2.8.13 descriptor 0', '2.8.13 descriptor 1']);
});

test('2.8.17: a readable element after a writable one', () => {
  const ring = ringBytes('packed', 4);
  ring.desc(0, 0n, 1, 0, AVAIL | NEXT | WRITE);
  ring.desc(1, 0n, 1, 0, AVAIL);
  assert.equal(foundIn(ring), ['2.8.17 descriptor 1']);
});

test('2.8.17: a list that goes on where nothing is available', () => {
  const ring = ringBytes('packed', 4);
  ring.desc(0, 0n, 1, 0, AVAIL | NEXT);
  ring.desc(1, 0n, 1, 0, AVAIL | NEXT);
  assert.equal(foundIn(ring), ['2.8.17 descriptor 1']);
});

test('2.8.17: NEXT all around the ring', () => {
  const ring = ringBytes('packed', 4);
  for (let i = 0; i < 4; i++) ring.desc(i, 0n, 1, 0, AVAIL | NEXT);
  assert.equal(foundIn(ring), ['2.8.17 descriptor 0']);
});

/** A ring whose descriptor 0 refers to a table at 0x1000; the table's bytes. */
function withTable(length: number, features: readonly 'indirect_desc'[] = ['indirect_desc']) {
  const bytes = new Uint8Array(256);
  const ring = ringBytes('packed', 4, features, { memory: guestMemory([pieceOf(0x1000n, bytes)], null) });
  ring.desc(0, 0x1000n, length, 0, AVAIL | INDIRECT);
  return { ring, table: ringBytes('packed', 16, [], { desc: { address: null, bytes } }) };
}

test('an indirect table is followed where its memory is known', () => {
  const { ring, table } = withTable(32);
  table.desc(0, 0n, 16, 0, 0);
  table.desc(1, 0n, 512, 0, WRITE);
  const [chain] = inspect(ring.dump).chains;
  assert.equal([chain.readableBytes, chain.writableBytes, chain.isWhole, chain.descriptors], [16, 512, true, 1]);
  assert.equal(foundIn(ring), []);
});

test('2.8.7: a table that is no whole number of descriptors', () => {
  for (const length of [0, 40]) assert.equal(foundIn(withTable(length).ring), ['2.8.7 descriptor 0']);
});

test('2.8.19: INDIRECT without the feature, in a list, within a table; flags within a table', () => {
  assert.equal(foundIn(withTable(16, []).ring), ['2.8.19 descriptor 0']);
  const { ring } = withTable(16);
  ring.desc(0, 0x1000n, 16, 0, AVAIL | INDIRECT | NEXT);
  ring.desc(1, 0n, 16, 0, AVAIL);
  assert.equal(foundIn(ring), ['2.8.19 descriptor 0']);
  for (const flags of [INDIRECT, NEXT, AVAIL]) {
    const inTable = withTable(32);
    inTable.table.desc(1, 0n, 16, 0, flags);
    assert.equal(foundIn(inTable.ring), ['2.8.19 indirect descriptor 1']);
  }
});

test('2.8.17: a table with more descriptors than the queue', () => assert.equal(foundIn(withTable(80).ring), ['2.8.17 descriptor 0']));

test('2.8.10 and 2.8.14: event suppression that means nothing', () => {
  const cases = [[0, 3, '2.8.10'], [0, 2, '2.8.10'], [0, 4, '2.8.14'], [4, 2, '2.8.10', ['event_idx']], [3, 2, null, ['event_idx']], [0, 1, null]] as const;
  for (const [off, flags, section, features = []] of cases) {
    for (const where of ['driver', 'device'] as const) {
      const ring = ringBytes('packed', 4, features);
      ring[where].setUint16(0, off, true);
      ring[where].setUint16(2, flags, true);
      assert.equal(foundIn(ring), section === null ? [] : [`${section} ${where} event null`]);
    }
  }
});

test('2.8.21.1: two available buffers with one id', () => {
  const ring = ringBytes('packed', 4);
  ring.desc(0, 0n, 1, 7, AVAIL);
  ring.desc(1, 0n, 1, 7, AVAIL);
  assert.equal(foundIn(ring), ['2.8.21.1 descriptor 1']);
});

test('2.8.6: one id used twice before it was reaped', () => {
  const held = { from: 'given', lastAvail: null, used: null, signalledUsed: null, lastUsed: { index: 0, wrap: 1 } } as const;
  const ring = ringBytes('packed', 4, [], { held });
  for (const slot of [0, 1]) ring.desc(slot, 0n, 1, 7, AVAIL | USED);
  assert.equal(foundIn(ring), ['2.8.6 descriptor 1']);
});

test('2.8.1: wrap counters that change more than once around the ring', () => {
  const ring = ringBytes('packed', 4);
  for (const slot of [0, 2]) ring.desc(slot, 0n, 1, 0, AVAIL | USED);
  for (const slot of [1, 3]) ring.desc(slot, 1n, 1, 0, 0);
  assert.equal(foundIn(ring), ['2.8.1 descriptor 1']);
});

test('where the flags allow two readings, that is said and nothing is claimed', () => {
  const ring = ringBytes('packed', 8);
  // Two used lists of two, the rest of the second of which could be a buffer of its own.
  for (const head of [0, 2]) {
    ring.desc(head, 0n, 1, 0, AVAIL | USED);
    ring.desc(head + 1, 0n, 1, 0, AVAIL);
  }
  const { positions, available, remarks, violations } = inspect(ring.dump);
  assert.equal([positions.used, available, violations], [null, null, []]);
  assert.match(remarks.join(), /ambiguous, 3 \(wrap 1\) or 4 \(wrap 1\)/);
  const held = { from: 'given', lastAvail: null, used: { index: 4, wrap: null }, signalledUsed: null, lastUsed: null };
  assert.equal(inspect({ ...ring.dump, held }).positions.used, { index: 4, wrap: 1, from: 'given, wrap: flags' });
  assert.is(inspect({ ...ring.dump, held }).available, 0);
});

test.run();
