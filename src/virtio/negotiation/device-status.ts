/** Bits of the device status field. VIRTIO 1.2 section 2.1. */
export const ACKNOWLEDGE = 1;
export const DRIVER = 2;
export const DRIVER_OK = 4;
export const FEATURES_OK = 8;
/** The device's own: it cannot go on without a reset. */
export const DEVICE_NEEDS_RESET = 64;
/** The driver's: it has given the device up. */
export const FAILED = 128;

const names: readonly (readonly [bit: number, name: string])[] = [
  [ACKNOWLEDGE, 'ACKNOWLEDGE'], [DRIVER, 'DRIVER'], [FEATURES_OK, 'FEATURES_OK'], [DRIVER_OK, 'DRIVER_OK'], [DEVICE_NEEDS_RESET, 'DEVICE_NEEDS_RESET'], [FAILED, 'FAILED'],
];

/** A status in words, in the order in which a driver sets it: `ACKNOWLEDGE DRIVER`. */
export const statusInWords = (status: number): string => names.filter(([bit]) => (status & bit) !== 0).map(([, name]) => name).join(' ') || '0 (reset)';
