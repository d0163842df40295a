import { suite } from 'uvu';
import { equal, is, throws } from 'uvu/assert';
import { DESCRIPTOR_BYTES, DESC_F_NEXT, DESC_F_WRITE, NO_INTERRUPT, NO_NOTIFY, splitLayout, USED_ELEMENT_BYTES } from '../../src/virtio/split-layout.ts';

const test = suite('virtio/split-layout');
const sizes = Array.from({ length: 16 }, (_, i) => 2 ** i);

test('VIRTIO 1.2 section 2.7: descriptor table aligned to 16, available ring to 2, used ring to 4, at every size', () => {
  for (const size of sizes) {
    const { availFlags, usedFlags } = splitLayout(size);
    equal([availFlags % 2, usedFlags % 4], [0, 0], `${size}`);
  }
});

test('section 2.7: 16 bytes a descriptor, 6 + 2 bytes an entry of the available ring, 6 + 8 of the used ring; the areas do not overlap, and the used ring begins a cache line', () => {
  for (const size of sizes) {
    const { availFlags, usedFlags, tables, memory: { view } } = splitLayout(size);
    const availEnd = availFlags + 6 + 2 * size;
    is(availFlags, 16 * size, `table of ${size}`);
    is(usedFlags >= availEnd && usedFlags < availEnd + 64 && usedFlags % 64 === 0, true, `available ring of ${size}`);
    const usedEnd = usedFlags + 6 + 8 * size;
    is(usedEnd <= view.byteLength && view.byteLength < usedEnd + 64 && tables.start === view.byteLength, true, `used ring of ${size}`);
  }
});

test('sections 2.7.6 and 2.7.8: flags, idx, ring and the event index stand in this order, each right behind the other', () => {
  for (const size of sizes) {
    const q = splitLayout(size);
    equal([q.availIdx - q.availFlags, q.availRing - q.availIdx, q.usedEvent - q.availRing], [2, 2, 2 * size]);
    equal([q.usedIdx - q.usedFlags, q.usedRing - q.usedIdx, q.availEvent - q.usedRing], [2, 2, 8 * size]);
    is(q.size, size);
  }
});

test('the offsets of a queue of 4, written out', () => {
  const { memory, ...offsets } = splitLayout(4, 3);
  equal(offsets, { layout: 'split', size: 4, availFlags: 64, availIdx: 66, availRing: 68, usedEvent: 76, usedFlags: 128, usedIdx: 130, usedRing: 132, availEvent: 164, tables: { start: 192, stride: 64 } });
  is(memory.view.byteLength, 192 + 4 * 64);
});

test('sections 2.7.5, 2.7.6 and 2.7.8: sizes of structures and values of flags', () => {
  equal([DESCRIPTOR_BYTES, USED_ELEMENT_BYTES], [16, 8]);
  equal({ NEXT: DESC_F_NEXT, WRITE: DESC_F_WRITE, NO_INTERRUPT, NO_NOTIFY }, { NEXT: 1, WRITE: 2, NO_INTERRUPT: 1, NO_NOTIFY: 1 });
});

test('a fresh queue is all zeros: nothing available, nothing used, nothing suppressed', () => {
  const { view } = splitLayout(8).memory;
  is(new Uint8Array(view.buffer).every((byte) => byte === 0), true);
});

test('section 2.7: a size that is no power of two, or above 32768, is refused with the size', () => {
  for (const size of [0, 3, 6, 12, 255, 257, 32767, 65536, -2, -4, 2.5, 4.5, 256.5, NaN, Infinity]) {
    throws(() => splitLayout(size), new RegExp(`^not a size of a split virtqueue: ${size} \\(a power of two from 1 to 32768\\)$`), `${size}`);
  }
});

test.run();
