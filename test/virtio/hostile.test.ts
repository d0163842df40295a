import { suite } from 'uvu';
import { equal, is, match } from 'uvu/assert';
import { buildVirtqueue } from '../../src/virtio/build-virtqueue.ts';
import type { QueueShape, Virtqueue } from '../../src/virtio/build-virtqueue.ts';
import { NeedsReset } from '../../src/virtio/needs-reset.ts';
import { RAM_START } from '../../src/virtio/ring-memory.ts';

/** What a driver must not do, and how the device answers: it is broken, says where and by which section of VIRTIO 1.2, and does nothing more. */
const test = suite('virtio: hostile drivers');
const [NEXT, WRITE, INDIRECT, USED] = [1, 2, 4, 1 << 15];

interface Bench extends Virtqueue {
  readonly needsReset: NeedsReset;
  readonly view: DataView;
  /** Offset of a descriptor of the queue, and of one of the table of a head or id. */
  readonly desc: (index: number) => number;
  readonly table: (of: number, index: number) => number;
  readonly flagsAt: (at: number) => number;
  readonly setFlags: (at: number, flags: number) => void;
  /** Takes what is available and says what broke the device: section, place, reason. */
  readonly broken: () => readonly [section: string, where: string, index: number | null] | null;
}

function bench(layout: 'split' | 'packed', more: Partial<QueueShape> = {}): Bench {
  const needsReset = new NeedsReset();
  const queue = buildVirtqueue({ name: 'q', layout, size: 8, longestChain: 3, eventIdx: false, indirect: true, inOrder: false, ...more }, needsReset);
  const { tables, memory: { view } } = queue.layout;
  const flagsOffset = layout === 'split' ? 12 : 14;
  return {
    ...queue, needsReset, view,
    desc: (index) => 16 * index,
    table: (of, index) => tables.start + tables.stride * of + 16 * index,
    flagsAt: (at) => view.getUint16(at + flagsOffset, true),
    setFlags: (at, flags) => view.setUint16(at + flagsOffset, flags, true),
    broken() {
      while (queue.device.popAvail() >= 0);
      const { violation } = needsReset;
      return violation === null ? null : [violation.section, violation.where, violation.index];
    },
  };
}

const direct = { indirect: false } as const;
const layouts = ['split', 'packed'] as const;
const section = (layout: 'split' | 'packed', split: string, packed: string): string => (layout === 'split' ? split : packed);

test('2.7.5.2: a chain that comes back to itself', () => {
  for (const to of [0, 1, 2]) {
    const { driver, view, desc, flagsAt, setFlags, broken } = bench('split', direct);
    driver.add(1, 3, 0, 8);
    setFlags(desc(2), flagsAt(desc(2)) | NEXT);
    view.setUint16(desc(2) + 14, to, true);
    equal(broken(), ['2.7.5.2', 'descriptor', to]);
  }
});

test('2.7.5.2: an indirect table that comes back to itself', () => {
  const { driver, view, table, flagsAt, setFlags, broken } = bench('split');
  driver.add(1, 3, 0, 8);
  setFlags(table(0, 2), flagsAt(table(0, 2)) | NEXT);
  view.setUint16(table(0, 2) + 14, 1, true);
  equal(broken(), ['2.7.5.2', 'indirect descriptor', 1]);
});

test('2.8.17: a list with NEXT all around the ring, and one whose end is not available', () => {
  const around = bench('packed', { ...direct, size: 3 });
  around.driver.add(1, 3, 0, 8);
  around.setFlags(around.desc(2), around.flagsAt(around.desc(2)) | NEXT);
  equal(around.broken(), ['2.8.17', 'descriptor', 0]);
  const open = bench('packed', direct);
  open.driver.add(1, 2, 0, 8);
  open.setFlags(open.desc(1), open.flagsAt(open.desc(1)) | NEXT);
  equal(open.broken(), ['2.8.17', 'descriptor', 1]);
});

test('2.7.5: next behind the table, and behind an indirect table', () => {
  const { driver, view, desc, broken } = bench('split', direct);
  driver.add(1, 2, 0, 8);
  view.setUint16(desc(0) + 14, 8, true);
  equal(broken(), ['2.7.5', 'descriptor', 0]);
  const inTable = bench('split');
  inTable.driver.add(1, 2, 0, 8);
  inTable.view.setUint16(inTable.table(0, 0) + 14, 2, true);
  equal(inTable.broken(), ['2.7.5', 'indirect descriptor', 0]);
});

for (const layout of layouts) {
  test(`${layout}, 2.7.5.3.1 and 2.8.19: INDIRECT where it was not negotiated, within a table, or with NEXT`, () => {
    const not = bench(layout, direct);
    not.driver.add(1, 1, 0, 8);
    not.setFlags(not.desc(0), not.flagsAt(not.desc(0)) | INDIRECT);
    equal(not.broken(), [section(layout, '2.7.5.3.1', '2.8.19'), 'descriptor', 0]);
    const nested = bench(layout);
    nested.driver.add(1, 2, 0, 8);
    nested.setFlags(nested.table(0, 1), INDIRECT);
    equal(nested.broken(), [section(layout, '2.7.5.3.1', '2.8.19'), 'indirect descriptor', 1]);
    const linked = bench(layout);
    linked.driver.add(1, 2, 0, 8);
    linked.setFlags(linked.desc(0), linked.flagsAt(linked.desc(0)) | NEXT);
    equal(linked.broken(), [section(layout, '2.7.5.3.1', '2.8.19'), 'descriptor', 0]);
  });

  test(`${layout}, 2.7.5.3 and 2.8.7: an indirect table of no bytes, or of no whole number of descriptors`, () => {
    for (const bytes of [0, 1, 15, 17, 47, 0xffff_ffff]) {
      const { driver, view, desc, broken } = bench(layout);
      driver.add(1, 2, 0, 8);
      view.setUint32(desc(0) + 8, bytes, true);
      equal(broken(), [section(layout, '2.7.5.3', '2.8.7'), 'descriptor', 0], `${bytes}`);
    }
  });

  test(`${layout}, 2.7.5 and 2.8.13: a buffer or a table outside the guest's memory, partly or whole, or beyond 2^64`, () => {
    for (const [address, bytes] of [[0n, 1], [BigInt(RAM_START) - 1n, 2], [0xf_ffff_ffffn, 2], [0x10_0000_0000n, 1], [(1n << 64n) - 1n, 2], [(1n << 64n) - 16n, 4096]] as const) {
      const { driver, view, desc, broken } = bench(layout, direct);
      driver.add(1, 1, 0, 8);
      view.setBigUint64(desc(0), address, true);
      view.setUint32(desc(0) + 8, bytes, true);
      equal(broken(), [section(layout, '2.7.5', '2.8.13'), 'descriptor', 0], `${address}`);
      const inTable = bench(layout);
      inTable.driver.add(1, 2, 0, 8);
      inTable.view.setBigUint64(inTable.table(0, 1), address, true);
      inTable.view.setUint32(inTable.table(0, 1) + 8, bytes, true);
      equal(inTable.broken(), [section(layout, '2.7.5', '2.8.13'), 'indirect descriptor', 1], `${address}`);
    }
    const outside = bench(layout);
    outside.driver.add(1, 2, 0, 8);
    outside.view.setBigUint64(outside.desc(0), BigInt(RAM_START + outside.view.byteLength - 16), true);
    equal(outside.broken(), [section(layout, '2.7.5', '2.8.13'), 'descriptor', 0]);
  });

  test(`${layout}, 2.7.4.2 and 2.8.17: readable after writable, in the queue and in a table`, () => {
    const { driver, desc, flagsAt, setFlags, broken } = bench(layout, direct);
    driver.add(1, 1, 2, 8);
    setFlags(desc(2), flagsAt(desc(2)) & ~WRITE);
    equal(broken(), [section(layout, '2.7.4.2', '2.8.17'), 'descriptor', 2]);
    const inTable = bench(layout);
    inTable.driver.add(1, 1, 2, 8);
    inTable.setFlags(inTable.table(0, 2), inTable.flagsAt(inTable.table(0, 2)) & ~WRITE);
    equal(inTable.broken(), [section(layout, '2.7.4.2', '2.8.17'), 'indirect descriptor', 2]);
  });

  test(`${layout}, 2.7.8 and 2.8.6: a device that gives back what it does not have, or twice, is broken itself`, () => {
    for (const inOrder of [false, true]) {
      const { driver, device, needsReset } = bench(layout, { inOrder });
      for (let i = 0; i < 8; i++) driver.add(i, 1, 0, 8);
      const chains = Array.from({ length: 8 }, () => device.popAvail());
      for (const chain of chains) device.pushUsed(chain, 0);
      is(device.publishUsed(), 8, 'the used ring is full');
      device.pushUsed(chains[3], 0);
      equal([needsReset.violation?.section, needsReset.violation?.by], [section(layout, '2.7.8', '2.8.6'), 'device']);
      equal([device.publishUsed(), device.needsCall(), device.popAvail()], [0, false, -1]);
    }
  });

  test(`${layout}: a broken device changes no byte and breaks no other; the first reason stands, in a sentence`, () => {
    const { driver, device, needsReset, view, desc, broken } = bench(layout, direct);
    const other = bench(layout, direct);
    driver.add(1, 1, 1, 8);
    const before = device.popAvail();
    driver.add(2, 1, 1, 8);
    view.setBigUint64(desc(2), 0n, true);
    equal(broken(), [section(layout, '2.7.5', '2.8.13'), 'descriptor', 2]);
    match(needsReset.violation?.reason ?? '', /^0x0 \+ 16 bytes is not in the guest's memory$/);
    const bytes = new Uint8Array(view.buffer).slice();
    device.pushUsed(before, 8);
    device.pushUsed(99, 8);
    equal([device.publishUsed(), device.hasAvail, device.popAvail(), device.needsCall(), driver.popUsed()], [0, false, -1, false, -1]);
    equal(new Uint8Array(view.buffer), bytes);
    is(needsReset.violation?.index, 2);
    other.driver.add(5, 1, 1, 8);
    other.device.pushUsed(other.device.popAvail(), 8);
    other.device.publishUsed();
    equal([other.driver.popUsed(), other.needsReset.violation], [5, null]);
  });
}

test('2.7.5.2: lengths that add up to more than 2^32', () => {
  const { driver, view, desc, broken } = bench('split', direct);
  driver.add(1, 2, 0, 8);
  for (const index of [0, 1]) view.setUint32(desc(index) + 8, 0xffff_ffff, true);
  equal(broken(), ['2.7.5.2', 'descriptor', 0]);
});

test('2.7.5.3.1 and 2.8.17: a table that is longer than the queue', () => {
  for (const [layout, where] of [['split', 'indirect descriptor'], ['packed', 'descriptor']] as const) {
    const { driver, view, desc, table, setFlags, broken } = bench(layout, { size: 2, longestChain: 4 });
    driver.add(1, 2, 0, 8);
    view.setUint32(desc(0) + 8, 48, true);
    if (layout === 'split') {
      setFlags(table(0, 1), NEXT);
      view.setUint16(table(0, 1) + 14, 2, true);
    }
    equal(broken()?.slice(0, 2), [section(layout, '2.7.5.3.1', '2.8.17'), where]);
  }
});

test('2.7.13, 2.7.6.1 and 2.7.6: an available index that jumps by more than the ring, one that goes back, an entry that is no head', () => {
  const index = (by: number) => {
    const { driver, device, layout, view, broken } = bench('split');
    if (layout.layout !== 'split') throw new Error('not split');
    for (let i = 0; i < 3; i++) driver.add(i, 1, 0, 8);
    device.popAvail();
    device.popAvail();
    device.popAvail();
    view.setUint16(layout.availIdx, 3 + by, true);
    return broken();
  };
  for (const by of [6, 9, 1000, 30_000]) equal(index(by), ['2.7.13', 'available ring', null], `${by}`);
  for (const by of [-1, -3, -8]) equal(index(by), ['2.7.6.1', 'available ring', null], `${by}`);
  const { driver, layout, view, broken } = bench('split');
  if (layout.layout !== 'split') throw new Error('not split');
  driver.add(1, 1, 0, 8);
  view.setUint16(layout.availRing, 8, true);
  equal(broken(), ['2.7.6', 'available ring', 0]);
});

test('2.7.13.1 and 2.8.21.1: a buffer that is made available again while the device has it', () => {
  const { driver, layout, view, broken } = bench('split', direct);
  if (layout.layout !== 'split') throw new Error('not split');
  driver.add(1, 1, 0, 8);
  view.setUint16(layout.availRing + 2, 0, true);
  view.setUint16(layout.availIdx, 2, true);
  equal(broken(), ['2.7.13.1', 'available ring', 1]);
  const ring = bench('packed', { ...direct, size: 2 });
  ring.driver.add(1, 1, 0, 8);
  ring.driver.add(2, 1, 0, 8);
  ring.device.popAvail();
  ring.device.popAvail();
  ring.setFlags(ring.desc(0), USED);
  equal(ring.broken(), ['2.8.21.1', 'descriptor', 0]);
});

test('what no driver has to be broken for: reserved flags, next without NEXT, WRITE on a reference to a table, a table that is not aligned', () => {
  for (const layout of layouts) {
    const { driver, view, desc, table, flagsAt, setFlags, broken } = bench(layout);
    driver.add(1, 2, 0, 8);
    setFlags(desc(0), flagsAt(desc(0)) | WRITE | 0x20);
    if (layout === 'split') view.setUint16(desc(0) + 14, 0xffff, true);
    const moved = new Uint8Array(view.buffer, table(0, 0), 32).slice();
    new Uint8Array(view.buffer, table(1, 0) + 3, 32).set(moved);
    view.setUint32(desc(0), RAM_START + table(1, 0) + 3, true);
    is(broken(), null, layout);
  }
});

test.run();
