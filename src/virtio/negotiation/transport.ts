import type { Access, Accesses } from './access.ts';

/** A virtqueue that a driver wants: whether it has a callback decides whether it needs an interrupt. */
export interface QueueWish {
  readonly name: string;
  readonly callback: boolean;
}

/** A virtqueue as its driver has set it up. */
export interface FoundQueue {
  readonly name: string;
  readonly index: number;
  readonly size: number;
  /** Guest addresses of its areas. */
  readonly desc: number;
  readonly driver: number;
  readonly device: number;
  /** Register to notify it by, and how wide it is. */
  readonly notify: { readonly offset: number; readonly width: Access['width'] };
}

/** Guest memory for a virtqueue of so many elements, zeroed: where its areas lie. */
export type AllocateQueue = (size: number) => Pick<FoundQueue, 'desc' | 'driver' | 'device'>;

/** The driver's half of a transport: struct virtio_config_ops of Linux, with the same accesses in the same order. */
export interface Transport {
  readonly name: 'virtio-mmio' | 'virtio-pci';
  /** Looks what is there: the device's ID, 0 where there is none to be driven. */
  discover(): Accesses<number>;
  status(): Accesses<number>;
  setStatus(status: number): Accesses<void>;
  reset(): Accesses<void>;
  offered(): Accesses<bigint>;
  accept(features: bigint): Accesses<void>;
  generation(): Accesses<number>;
  /** One field of the device-specific configuration. */
  config(offset: number, width: Access['width']): Accesses<number>;
  /** Sets queues up; a sentence where one is not to be had. */
  findQueues(wanted: readonly QueueWish[], allocate: AllocateQueue): Accesses<readonly FoundQueue[] | string>;
}

/** What a transport writes of a 64-bit value. */
export const lowHalf = (value: number): number => value % 0x1_0000_0000;
export const highHalf = (value: number): number => Math.floor(value / 0x1_0000_0000);
