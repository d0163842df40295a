import { DESCRIPTOR_BYTES, USED_ELEMENT_BYTES } from '../split-layout.ts';
import type { Area, Layout, QueueDump } from './queue-dump.ts';
import { hex } from './elements.ts';
import type { Findings } from './violation.ts';

export const MAX_QUEUE_SIZE = 32768;

/** What the three areas are in a layout. */
export const areaNames = {
  split: { desc: 'descriptor table', driver: 'available ring', device: 'used ring' },
  packed: { desc: 'descriptor ring', driver: 'driver event suppression', device: 'device event suppression' },
} as const;

const alignments = {
  split: { desc: 16n, driver: 2n, device: 4n },
  packed: { desc: 16n, driver: 4n, device: 4n },
} as const satisfies Record<Layout, Record<keyof typeof areaNames.split, bigint>>;

export type AreaName = keyof typeof areaNames.split;
export const areaKeys: readonly AreaName[] = ['desc', 'driver', 'device'];

/** Bytes that an area takes at least. VIRTIO 1.2 sections 2.7 and 2.8.10.1. Event fields count where they are (or may be) in use. */
export function areaBytes(layout: Layout, area: AreaName, size: number, hasEvents: boolean): number {
  if (area === 'desc') return DESCRIPTOR_BYTES * size;
  if (layout === 'packed') return 4;
  return (hasEvents ? 6 : 4) + (area === 'driver' ? 2 : USED_ELEMENT_BYTES) * size;
}

/** Throws where a queue cannot be read: a size that no queue has, an area that ends too early. */
export function requireReadable({ name, layout, size, features, ...areas }: QueueDump): void {
  if (!Number.isInteger(size) || size < 1 || size > MAX_QUEUE_SIZE) throw new Error(`${name}: not a queue size: ${size} (1 to ${MAX_QUEUE_SIZE})`);
  for (const area of areaKeys) {
    const need = areaBytes(layout, area, size, features.eventIdx === true);
    const has = areas[area].bytes.length;
    if (has < need) throw new Error(`${name}: its ${areaNames[layout][area]} has ${has} bytes (${need} for a size of ${size})`);
  }
}

/** Areas that lie where they must not. */
export function checkAreas(dump: QueueDump, findings: Findings): void {
  const { layout, memory, size } = dump;
  for (const area of areaKeys) {
    const { address }: Area = dump[area];
    if (address === null) continue;
    const name = areaNames[layout][area];
    const alignment = alignments[layout][area];
    if (address % alignment !== 0n) findings.add(layout === 'split' ? 'splitAlignment' : 'packedAlignment', 'queue', null, `the ${name} is at ${hex(address)}, not a multiple of ${alignment}`);
    const bytes = areaBytes(layout, area, size, dump.features.eventIdx === true);
    if (memory.isOutside(address, BigInt(bytes))) findings.add(layout === 'split' ? 'splitAddress' : 'packedAddress', 'queue', null, `the ${name} at ${hex(address)} is not in the guest's memory`);
  }
}
