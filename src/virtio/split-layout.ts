import { ringMemory, upToLine } from './ring-memory.ts';
import type { RingMemory, TablePlaces } from './ring-memory.ts';

/** Byte offsets of a split virtqueue of `size` descriptors in one memory. VIRTIO 1.2 section 2.7. */
export interface SplitLayout {
  readonly layout: 'split';
  readonly size: number;
  readonly memory: RingMemory;
  readonly availFlags: number;
  readonly availIdx: number;
  readonly availRing: number;
  readonly usedEvent: number;
  readonly usedFlags: number;
  readonly usedIdx: number;
  readonly usedRing: number;
  readonly availEvent: number;
  readonly tables: TablePlaces;
}

export const DESCRIPTOR_BYTES = 16;
export const USED_ELEMENT_BYTES = 8;
export const DESC_F_NEXT = 1;
export const DESC_F_WRITE = 2;
export const DESC_F_INDIRECT = 4;
export const NO_NOTIFY = 1;
export const NO_INTERRUPT = 1;

/**
 * Lays the three areas out one behind the other: descriptor table, available ring (align 2), and the used ring on a cache
 * line of its own (align 4), as Linux does; then room for indirect tables of so many descriptors, one for each head.
 */
export function splitLayout(size: number, tableDescriptors = 0): SplitLayout {
  if (!(Number.isInteger(size) && size >= 1 && size <= 32768) || (size & (size - 1)) !== 0) throw new Error(`not a size of a split virtqueue: ${size} (a power of two from 1 to 32768)`);
  const avail = size * DESCRIPTOR_BYTES;
  const used = upToLine(avail + 6 + 2 * size);
  const tables = { start: upToLine(used + 6 + USED_ELEMENT_BYTES * size), stride: upToLine(tableDescriptors * DESCRIPTOR_BYTES) };
  return {
    layout: 'split',
    size,
    memory: ringMemory(tables.start + tables.stride * size),
    availFlags: avail,
    availIdx: avail + 2,
    availRing: avail + 4,
    usedEvent: avail + 4 + 2 * size,
    usedFlags: used,
    usedIdx: used + 2,
    usedRing: used + 4,
    availEvent: used + 4 + USED_ELEMENT_BYTES * size,
    tables,
  };
}
