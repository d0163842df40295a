/** Byte offsets of a split virtqueue of `size` descriptors in one buffer. VIRTIO 1.2 section 2.7. */
export interface SplitLayout {
  readonly size: number;
  readonly memory: DataView;
  readonly availFlags: number;
  readonly availIdx: number;
  readonly availRing: number;
  readonly usedEvent: number;
  readonly usedFlags: number;
  readonly usedIdx: number;
  readonly usedRing: number;
  readonly availEvent: number;
}

export const DESCRIPTOR_BYTES = 16;
export const USED_ELEMENT_BYTES = 8;
export const DESC_F_NEXT = 1;
export const DESC_F_WRITE = 2;
export const NO_NOTIFY = 1;
export const NO_INTERRUPT = 1;

/** Lays the three areas out one behind the other: descriptor table, available ring (align 2), used ring (align 4). */
export function splitLayout(size: number): SplitLayout {
  if (!(Number.isInteger(size) && size >= 2 && size <= 32768) || (size & (size - 1)) !== 0) throw new Error(`not a size of a split virtqueue: ${size} (a power of two from 2 to 32768)`);
  const avail = size * DESCRIPTOR_BYTES;
  const used = Math.ceil((avail + 6 + 2 * size) / 4) * 4;
  return {
    size,
    memory: new DataView(new ArrayBuffer(used + 6 + USED_ELEMENT_BYTES * size)),
    availFlags: avail,
    availIdx: avail + 2,
    availRing: avail + 4,
    usedEvent: avail + 4 + 2 * size,
    usedFlags: used,
    usedIdx: used + 2,
    usedRing: used + 4,
    availEvent: used + 4 + USED_ELEMENT_BYTES * size,
  };
}
