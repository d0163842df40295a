import { USED_ELEMENT_BYTES } from '../split-layout.ts';
import type { SplitLayout } from '../split-layout.ts';

/** Where a driver says that the areas of its queue lie: guest addresses. */
export interface QueuePlace {
  readonly size: number;
  readonly desc: number;
  readonly driver: number;
  readonly device: number;
}

/**
 * A split virtqueue where it lies in guest memory, of which `memory` holds the bytes from address `from` on: how both halves
 * find the ring that was set up. Throws where an area is not in that memory, or lies below the descriptor table.
 */
export function queueView(memory: DataView, from: number, { size, desc, driver, device }: QueuePlace): SplitLayout {
  const areas = [['descriptor table', desc, 16 * size], ['available ring', driver, 6 + 2 * size], ['used ring', device, 6 + USED_ELEMENT_BYTES * size]] as const;
  for (const [name, at, bytes] of areas) {
    if (at < from || at + bytes > from + memory.byteLength) throw new Error(`the ${name} at 0x${at.toString(16)} is not in guest memory`);
    if (at < desc) throw new Error(`the ${name} at 0x${at.toString(16)} lies below the descriptor table`);
  }
  const start = desc - from;
  const [avail, used] = [driver - desc, device - desc];
  const at = memory.byteOffset + start;
  const bytes = (memory.byteLength - start) & ~3;
  return {
    layout: 'split',
    size,
    memory: {
      view: new DataView(memory.buffer, at, bytes), u16: new Uint16Array(memory.buffer, at, bytes >> 1), u32: new Uint32Array(memory.buffer, at, bytes >> 2),
      address: desc, ram: [from, from + memory.byteLength], buffers: [0, 0],
    },
    // None for indirect tables: the driver places its own, above its descriptor table.
    tables: { start: bytes, stride: 0 },
    availFlags: avail, availIdx: avail + 2, availRing: avail + 4, usedEvent: avail + 4 + 2 * size,
    usedFlags: used, usedIdx: used + 2, usedRing: used + 4, availEvent: used + 4 + USED_ELEMENT_BYTES * size,
  };
}
