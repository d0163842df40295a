import type { Access } from './access.ts';
import type { VirtioDevice } from './virtio-device.ts';

/** An access to the device-specific configuration, `offset` counted from its first byte: little endian, of 1, 2 or 4 bytes at any byte. */
export function accessConfig(device: VirtioDevice, offset: number, { width, value }: Access): number {
  let read = 0;
  for (let i = 0; i < width; i++) {
    if (value === null) read |= device.readConfig(offset + i) << (8 * i);
    else device.writeConfig(offset + i, (value >>> (8 * i)) & 0xff);
  }
  return read >>> 0;
}
