import { ringMemory, upToLine, CACHE_LINE_BYTES } from './ring-memory.ts';
import type { RingMemory, TablePlaces } from './ring-memory.ts';
import { DESCRIPTOR_BYTES } from './split-layout.ts';

/** Byte offsets of a packed virtqueue of `size` descriptors in one memory; its ring begins at 0. VIRTIO 1.2 section 2.8. */
export interface PackedLayout {
  readonly layout: 'packed';
  readonly size: number;
  readonly memory: RingMemory;
  /** What the driver asks of the device, and the device of the driver. */
  readonly driverEvent: number;
  readonly deviceEvent: number;
  readonly tables: TablePlaces;
}

/** Wrap counters in the flags of a descriptor. Section 2.8.1. */
export const DESC_F_AVAIL = 1 << 7;
export const DESC_F_USED = 1 << 15;

/** Values of the event flags. Section 2.8.10. */
export const EVENT_ENABLE = 0;
export const EVENT_DISABLE = 1;
export const EVENT_DESC = 2;

/** The ring, then both event suppression structures, each on a cache line of its own, then indirect tables of so many descriptors, one for each buffer id. */
export function packedLayout(size: number, tableDescriptors = 0): PackedLayout {
  if (!(Number.isInteger(size) && size >= 1 && size <= 32768)) throw new Error(`not a size of a packed virtqueue: ${size} (1 to 32768)`);
  const driverEvent = upToLine(size * DESCRIPTOR_BYTES);
  const deviceEvent = driverEvent + CACHE_LINE_BYTES;
  const tables = { start: deviceEvent + CACHE_LINE_BYTES, stride: upToLine(tableDescriptors * DESCRIPTOR_BYTES) };
  return { layout: 'packed', size, memory: ringMemory(tables.start + tables.stride * size), driverEvent, deviceEvent, tables };
}
