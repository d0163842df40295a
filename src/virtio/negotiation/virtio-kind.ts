import type { DeviceType } from './device-type.ts';
import type { Driver } from './driver.ts';

/** A kind of virtio device with both halves of its set-up. */
export interface VirtioKind {
  /** What the device offers, with so many queues (pairs, for net). */
  type(queues: number): DeviceType;
  readonly driver: Driver;
}
