/**
 * What a driver stores to notify the device of a queue: its index; with VIRTIO_F_NOTIFICATION_DATA also, from bit 16 on,
 * where the next buffer will be made available, as the driver's half of the queue says it. VIRTIO 1.2 section 2.9.
 */
export function notificationOf(queue: number, nextAvail: number, withData: boolean): number {
  return withData ? queue + nextAvail * 0x1_0000 : queue;
}

/** Where the driver makes the next buffer available, as a notification with that data says. */
export const nextAvailIn = (notification: number): number => notification >>> 16;
