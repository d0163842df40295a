import type { Chain } from './chain.ts';
import type { Layout, RingFeatures, Wrap } from './queue-dump.ts';
import type { Violation } from './violation.ts';

/** Where a side stands in a ring, and how that is known. */
export interface Position {
  /** Free-running in a split ring, slot in a packed one. */
  readonly index: number;
  /** Of a packed ring; null in a split one. */
  readonly wrap: Wrap | null;
  readonly from: string;
}

/** The four positions in the order in which a buffer passes them; null where it cannot be known. */
export interface Positions {
  /** The driver's: where it makes the next buffer available. */
  readonly nextAvail: Position | null;
  /** The device's: the next available buffer that it will take. */
  readonly lastAvail: Position | null;
  /** The device's: where it writes the next used element. */
  readonly used: Position | null;
  /** The driver's: the next used element that it will reap. */
  readonly lastUsed: Position | null;
}

/** One direction of notification: what was asked for, and whether the next buffer would bring it. */
export interface Notice {
  /** Name and value of the field that decides. */
  readonly field: string;
  readonly value: string;
  /** The field in words. */
  readonly asks: string;
  /** Whether the next buffer would be notified; null where it cannot be known. */
  readonly next: boolean | null;
  readonly why: string;
  /** Of VIRTIO 1.2. */
  readonly section: string;
}

/** What a dump of a virtqueue holds. */
export interface Inspection {
  readonly name: string;
  readonly layout: Layout;
  readonly size: number;
  readonly features: RingFeatures;
  readonly positions: Positions;
  /** Buffers made available and not used; null where the indices contradict each other. */
  readonly outstanding: number | null;
  readonly available: number | null;
  readonly inFlight: number | null;
  /** Null where it cannot be known what the driver has reaped. */
  readonly unreaped: number | null;
  /** Descriptors of the queue that buffers take which are not reaped; as far as those are known. */
  readonly descriptorsInUse: number | null;
  readonly chains: readonly Chain[];
  readonly kick: Notice;
  readonly interrupt: Notice;
  readonly violations: readonly Violation[];
  /** What had to be assumed, or could not be read. */
  readonly remarks: readonly string[];
}
