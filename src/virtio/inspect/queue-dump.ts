import type { GuestMemory } from './guest-memory.ts';

/** One of the three areas of a virtqueue; its address is null where it is not known. */
export interface Area {
  readonly address: bigint | null;
  readonly bytes: Uint8Array;
}

/** Features that change how a ring is read; null where it is not known whether they were negotiated. */
export interface RingFeatures {
  readonly eventIdx: boolean | null;
  readonly indirectDesc: boolean | null;
  readonly inOrder: boolean | null;
}

export type Wrap = 0 | 1;

/** An index that a side keeps to itself: free-running in a split ring, slot and wrap counter in a packed one. */
export interface HeldIndex {
  readonly index: number;
  readonly wrap: Wrap | null;
}

/** What the two sides keep outside the memory that they share; null where it is not known. */
export interface HeldIndices {
  /** Who says so, e.g. `emulator`. */
  readonly from: string;
  /** The device's: the next chain that it will take. */
  readonly lastAvail: HeldIndex | null;
  /** The device's: where it writes the next used element. In a split ring this is in memory too. */
  readonly used: HeldIndex | null;
  /** The device's: `used` when it last tested whether to interrupt; `none` when the next test has no predecessor. */
  readonly signalledUsed: HeldIndex | 'none' | null;
  /** The driver's: the next used element that it will reap. */
  readonly lastUsed: HeldIndex | null;
}

export const nothingHeld: HeldIndices = { from: 'given', lastAvail: null, used: null, signalledUsed: null, lastUsed: null };

export type Layout = 'split' | 'packed';

/** A virtqueue as bytes, with what is known about it besides. */
export interface QueueDump {
  readonly name: string;
  readonly layout: Layout;
  readonly size: number;
  /** Descriptor table, or descriptor ring. */
  readonly desc: Area;
  /** Available ring, or driver event suppression. */
  readonly driver: Area;
  /** Used ring, or device event suppression. */
  readonly device: Area;
  readonly features: RingFeatures;
  readonly held: HeldIndices;
  readonly memory: GuestMemory;
}
