import type { DeviceType } from './device-type.ts';
import type { Driver } from './driver.ts';
import { virtioBlk } from './virtio-blk.ts';
import { virtioConsole } from './virtio-console.ts';
import { virtioNet } from './virtio-net.ts';

/** A kind of virtio device with both its halves. */
export interface VirtioKind {
  /** What the device offers, with so many queues (pairs, for net). */
  type(queues: number): DeviceType;
  readonly driver: Driver;
}

/** By the ids of the lab's devices. */
export const virtioKinds = { blk: virtioBlk, net: virtioNet, console: virtioConsole } as const satisfies Record<string, VirtioKind>;
