import { load, store } from '../../../src/virtio/negotiation/access.ts';
import type { Access } from '../../../src/virtio/negotiation/access.ts';
import { features } from '../../../src/virtio/negotiation/device-type.ts';
import type { DeviceType } from '../../../src/virtio/negotiation/device-type.ts';
import { mmio } from '../../../src/virtio/negotiation/mmio-layout.ts';
import { MmioRegisters } from '../../../src/virtio/negotiation/mmio-registers.ts';
import { VirtioDevice } from '../../../src/virtio/negotiation/virtio-device.ts';
import type { DeviceEvents } from '../../../src/virtio/negotiation/virtio-device.ts';

/** A device with two queues, a feature that needs another, a field that may be written, and all of the ring's features. */
export const twoQueues: DeviceType = {
  id: 42,
  features: features(0, 1, 5, 28, 29, 32, 34, 38, 39, 40),
  requires: [[1, [0]]],
  config: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
  writable: [[4, 6]],
  queues: [256, 64],
};

export type Register = keyof typeof mmio;

/** The device behind virtio-mmio, as a driver of the test pokes at it. */
export function mmioDevice(type: DeviceType = twoQueues, events?: Pick<DeviceEvents, 'kicked' | 'resets'>) {
  const device = new VirtioDevice(type);
  const registers = new MmioRegisters(device, events);
  const raw = (access: Access): number => registers.access(access);
  const get = (register: Register): number => raw(load(mmio[register], 4));
  const put = (register: Register, value: number): void => void raw(store(mmio[register], 4, value));
  /** Writes both halves of a feature set. */
  function accept(bits: bigint): void {
    put('DriverFeaturesSel', 1);
    put('DriverFeatures', Number(bits >> 32n));
    put('DriverFeaturesSel', 0);
    put('DriverFeatures', Number(bits & 0xffff_ffffn));
  }
  /** Up to FEATURES_OK with some features; the status that is read back. */
  function agree(bits: bigint = features(32)): number {
    put('Status', 0);
    put('Status', 1);
    put('Status', 3);
    accept(bits);
    put('Status', 11);
    return get('Status');
  }
  function queue(index: number, size = 64, at = 0x4000): void {
    put('QueueSel', index);
    put('QueueNum', size);
    put('QueueDescLow', at);
    put('QueueDriverLow', at + 16 * size);
    put('QueueDeviceLow', at + 32 * size);
    put('QueueReady', 1);
  }
  /** Live with both queues ready. */
  function start(bits?: bigint): void {
    agree(bits);
    queue(0);
    queue(1);
    put('Status', 15);
  }
  return { device, registers, raw, get, put, accept, agree, queue, start };
}
