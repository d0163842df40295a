import type { Footprint } from './footprint.ts';

/** What both halves of a virtqueue agreed on. */
export interface QueueFeatures {
  /** VIRTIO_F_EVENT_IDX: notifications wait for an index. */
  readonly eventIdx: boolean;
  /** VIRTIO_F_INDIRECT_DESC: a chain takes one descriptor of the queue, and the rest lies in a table. */
  readonly indirect: boolean;
  /** VIRTIO_F_IN_ORDER: buffers are used in the order in which they were made available. */
  readonly inOrder: boolean;
}

/** The driver's half of a virtqueue: state only, no time. */
export interface DriverQueue {
  /** What it did to memory, for whoever charges it. */
  readonly footprint: Footprint;
  /** A chain of so many descriptors fits now. */
  hasRoom(descriptors: number): boolean;
  /** Makes a chain available and publishes the index; `cookie` comes back from `popUsed`. */
  add(cookie: number, readable: number, writable: number, payload: number): void;
  /** Whether the device wants a kick for what was published since the last test. */
  needsKick(): boolean;
  /**
   * What a kick says with VIRTIO_F_NOTIFICATION_DATA, VIRTIO 1.2 section 2.9: where the next buffer will be made
   * available. Of a split ring the available index; of a packed one the slot, and the wrap counter in bit 15.
   */
  readonly nextAvail: number;
  /** Something was used that was not popped. */
  readonly hasUsed: boolean;
  /** The cookie of the next used chain, or -1. */
  popUsed(): number;
  /** Bytes that the device has written into the chain that was popped last. */
  readonly usedBytes: number;
  disableCalls(): void;
  /** Asks for a call again; true when something was used meanwhile. */
  enableCalls(): boolean;
  /** Asks for a call after three quarters of what is outstanding; true when so much was used already. */
  enableCallsDelayed(): boolean;
}

/** The device's half. Chains are known by a number: the head in a split ring, the first slot in a packed one. */
export interface DeviceQueue {
  readonly footprint: Footprint;
  /** The next available chain, or -1; a chain that violates the standard breaks the device instead. */
  popAvail(): number;
  /** Something is available that was not popped. */
  readonly hasAvail: boolean;
  /** The driver has stored this with its kick, under VIRTIO_F_NOTIFICATION_DATA. */
  notified(notification: number): void;
  /** Payload bytes of a chain, as its descriptors say. */
  payloadOf(chain: number): number;
  /** The driver's cookie of a chain: whose request it is. */
  cookieOf(chain: number): number;
  /** Notes whose packet was put into a receive buffer. */
  fill(chain: number, cookie: number): void;
  /** Gives a chain back with so many bytes for the guest, or as many as it has room for; the driver sees it when it is published. */
  pushUsed(chain: number, written: number): void;
  /** Lets the driver see what was pushed; says how many chains, which under IN_ORDER may be none yet. */
  publishUsed(): number;
  /** Whether the driver wants a call for what was published since the last test. */
  needsCall(): boolean;
  disableKicks(): void;
  /** Asks for kicks again; true when something became available meanwhile. */
  enableKicks(): boolean;
}
