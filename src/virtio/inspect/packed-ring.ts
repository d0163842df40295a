import { DESCRIPTOR_BYTES } from '../split-layout.ts';
import { DESC_F_AVAIL, DESC_F_USED } from '../packed-layout.ts';
import type { QueueDump, Wrap } from './queue-dump.ts';
import { viewOf } from './split-rings.ts';

/** A descriptor of a packed ring. VIRTIO 1.2 section 2.8.13. */
export interface PackedDescriptor {
  readonly address: bigint;
  readonly length: number;
  readonly id: number;
  readonly flags: number;
}

/** A slot of the ring and the wrap counter of the pass in which it is reached. */
export interface RingPosition {
  readonly index: number;
  readonly wrap: Wrap;
}

/** An event suppression structure. VIRTIO 1.2 section 2.8.14. */
export interface EventSuppression extends RingPosition {
  readonly flags: number;
  readonly reserved: number;
}

/** The descriptor ring and both event suppression structures. */
export interface PackedRing {
  readonly size: number;
  readonly at: (slot: number) => PackedDescriptor;
  /** The pass in which the driver last made this slot available; null when the device used it since. */
  readonly availableIn: (slot: number) => Wrap | null;
  /** The pass in which the device used it; null when the driver made it available since. A slot never written reads as used in pass 0, which is right. */
  readonly usedIn: (slot: number) => Wrap | null;
  readonly isBlank: (slot: number) => boolean;
  readonly driverEvent: EventSuppression;
  readonly deviceEvent: EventSuppression;
}

export function packedRing({ size, desc, driver, device }: QueueDump): PackedRing {
  const ring = viewOf(desc.bytes);
  const at = (slot: number): PackedDescriptor => {
    const offset = slot * DESCRIPTOR_BYTES;
    return { address: ring.getBigUint64(offset, true), length: ring.getUint32(offset + 8, true), id: ring.getUint16(offset + 12, true), flags: ring.getUint16(offset + 14, true) };
  };
  const marks = (slot: number): readonly [avail: Wrap, used: Wrap] => {
    const flags = ring.getUint16(slot * DESCRIPTOR_BYTES + 14, true);
    return [(flags & DESC_F_AVAIL) === 0 ? 0 : 1, (flags & DESC_F_USED) === 0 ? 0 : 1];
  };
  return {
    size,
    at,
    availableIn: (slot) => {
      const [avail, used] = marks(slot);
      return avail === used ? null : avail;
    },
    usedIn: (slot) => {
      const [avail, used] = marks(slot);
      return avail === used ? used : null;
    },
    isBlank: (slot) => {
      const { address, length, id, flags } = at(slot);
      return address === 0n && length === 0 && id === 0 && flags === 0;
    },
    driverEvent: eventAt(viewOf(driver.bytes)),
    deviceEvent: eventAt(viewOf(device.bytes)),
  };
}

function eventAt(view: DataView): EventSuppression {
  const [desc, flags] = [view.getUint16(0, true), view.getUint16(2, true)];
  return { index: desc & 0x7fff, wrap: desc >> 15 === 0 ? 0 : 1, flags: flags & 3, reserved: flags >> 2 };
}

/** So many slots further on; the wrap counter changes at the end of the ring. */
export function forward({ index, wrap }: RingPosition, slots: number, size: number): RingPosition {
  const to = index + slots;
  const turns = Math.floor(to / size);
  return { index: to - turns * size, wrap: turns % 2 === 0 ? wrap : other(wrap) };
}

/** Slots from one position on to the other, 0 to 2 rings less one: positions repeat after two passes. */
export function distance(from: RingPosition, to: RingPosition, size: number): number {
  const turns = 2 * size;
  return (((to.index + size * to.wrap - from.index - size * from.wrap) % turns) + turns) % turns;
}

export const other = (wrap: Wrap): Wrap => (wrap === 0 ? 1 : 0);

export const said = ({ index, wrap }: RingPosition): string => `${index} (wrap ${wrap})`;
