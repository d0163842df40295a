import { USED_ELEMENT_BYTES } from '../split-layout.ts';
import type { QueueDump } from './queue-dump.ts';

/** The available and the used ring of a split virtqueue. VIRTIO 1.2 sections 2.7.6 and 2.7.8. */
export interface SplitRings {
  readonly size: number;
  readonly availFlags: number;
  readonly availIdx: number;
  readonly usedFlags: number;
  readonly usedIdx: number;
  /** Null where the area ends before it. */
  readonly usedEvent: number | null;
  readonly availEvent: number | null;
  /** What both slots of a free-running index hold. */
  readonly availAt: (index: number) => number;
  readonly usedAt: (index: number) => { readonly id: number; readonly len: number };
  readonly slotOf: (index: number) => number;
  /** An index came round past 65,535: then a low one is not that of a young ring. */
  readonly hasTurned: boolean;
  /** Entries that the slots remember. */
  readonly availDepth: number;
  readonly usedDepth: number;
  /** Nothing was overwritten since the ring began. */
  readonly isAvailWhole: boolean;
  readonly isUsedWhole: boolean;
}

/** The rings of a dump; an index below the size is that of a young ring, unless slots above it were written, or it is said to have `turned`. */
export function splitRings({ size, driver, device }: QueueDump, turned = false): SplitRings {
  const [avail, used] = [viewOf(driver.bytes), viewOf(device.bytes)];
  const [availIdx, usedIdx] = [avail.getUint16(2, true), used.getUint16(2, true)];
  const slotOf = (index: number) => ((index % size) + size) % size;
  const availAt = (index: number) => avail.getUint16(4 + 2 * slotOf(index), true);
  const usedAt = (index: number) => {
    const at = 4 + USED_ELEMENT_BYTES * slotOf(index);
    return { id: used.getUint32(at, true), len: used.getUint32(at + 4, true) };
  };
  // One index came round past 65,535 already where it is below the other's ring.
  let hasTurned = turned || usedIdx > availIdx;
  for (let slot = availIdx; slot < size && !hasTurned; slot++) hasTurned = availAt(slot) !== 0;
  for (let slot = usedIdx; slot < size && !hasTurned; slot++) hasTurned = usedAt(slot).id !== 0 || usedAt(slot).len !== 0;
  return {
    size,
    availFlags: avail.getUint16(0, true),
    availIdx,
    usedFlags: used.getUint16(0, true),
    usedIdx,
    usedEvent: avail.byteLength >= 6 + 2 * size ? avail.getUint16(4 + 2 * size, true) : null,
    availEvent: used.byteLength >= 6 + USED_ELEMENT_BYTES * size ? used.getUint16(4 + USED_ELEMENT_BYTES * size, true) : null,
    availAt,
    usedAt,
    slotOf,
    hasTurned,
    availDepth: hasTurned ? size : Math.min(availIdx, size),
    usedDepth: hasTurned ? size : Math.min(usedIdx, size),
    isAvailWhole: !hasTurned && availIdx <= size,
    isUsedWhole: !hasTurned && usedIdx <= size,
  };
}

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
