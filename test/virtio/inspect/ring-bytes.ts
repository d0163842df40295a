import { ringFeatureBits, ringFeatures } from '../../../src/virtio/inspect/features.ts';
import { unknownMemory } from '../../../src/virtio/inspect/guest-memory.ts';
import { inspect } from '../../../src/virtio/inspect/inspect.ts';
import type { Inspection } from '../../../src/virtio/inspect/inspection.ts';
import { nothingHeld, type Layout, type QueueDump } from '../../../src/virtio/inspect/queue-dump.ts';

/** Bytes of a virtqueue to write into, with the field names of the standard. */
export interface RingBytes {
  readonly dump: QueueDump;
  /** Split: addr, len, flags, next. Packed: addr, len, id, flags. */
  readonly desc: (index: number, addr: bigint, len: number, third: number, fourth: number) => void;
  readonly driver: DataView;
  readonly device: DataView;
}

export const [NEXT, WRITE, INDIRECT, AVAIL, USED] = [1, 2, 4, 128, 32768] as const;

type Feature = keyof typeof ringFeatureBits;

/** An empty queue; features are known, and none but these were negotiated. */
export function ringBytes(layout: Layout, size: number, features: readonly Feature[] = [], more: Partial<QueueDump> = {}): RingBytes {
  const area = (bytes: number) => ({ address: null, bytes: new Uint8Array(bytes) });
  const dump: QueueDump = {
    name: 'q',
    layout,
    size,
    desc: area(16 * size),
    driver: area(layout === 'split' ? 6 + 2 * size : 4),
    device: area(layout === 'split' ? 6 + 8 * size : 4),
    features: ringFeatures((bit) => features.some((name) => ringFeatureBits[name] === bit)),
    held: nothingHeld,
    memory: unknownMemory,
    ...more,
  };
  const table = new DataView(dump.desc.bytes.buffer);
  return {
    dump,
    driver: new DataView(dump.driver.bytes.buffer),
    device: new DataView(dump.device.bytes.buffer),
    desc: (index, addr, len, third, fourth) => {
      table.setBigUint64(16 * index, addr, true);
      table.setUint32(16 * index + 8, len, true);
      table.setUint16(16 * index + 12, third, true);
      table.setUint16(16 * index + 14, fourth, true);
    },
  };
}

/** Makes heads available in a split ring that has used nothing. */
export function publish({ driver }: RingBytes, ...heads: readonly number[]): void {
  for (const [slot, head] of heads.entries()) driver.setUint16(4 + 2 * slot, head, true);
  driver.setUint16(2, heads.length, true);
}

/** Uses chains in a split ring. */
export function use({ device }: RingBytes, ...used: readonly (readonly [id: number, len: number])[]): void {
  for (const [slot, [id, len]] of used.entries()) {
    device.setUint32(4 + 8 * slot, id, true);
    device.setUint32(8 + 8 * slot, len, true);
  }
  device.setUint16(2, used.length, true);
}

/** Violations in one line each: `section where index`. */
export const found = ({ violations }: Inspection): readonly string[] => violations.map(({ section, where, index }) => `${section} ${where} ${index}`);

export const foundIn = ({ dump }: RingBytes): readonly string[] => found(inspect(dump));
