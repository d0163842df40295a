import type { Access, Accesses } from './access.ts';
import { DRIVER_OK } from './device-status.ts';
import { hasFeature } from './device-type.ts';
import type { AllocateQueue, FoundQueue, QueueWish, Transport } from './transport.ts';

/** A driver for one type of device: struct virtio_driver of Linux. */
export interface Driver {
  /** Where its source is. */
  readonly source: string;
  /** VIRTIO 1.2 chapter 5. */
  readonly deviceId: number;
  /** Features that it understands; those of the ring and of the transport are the core's. */
  readonly features: bigint;
  /** After FEATURES_OK: reads the configuration, finds the queues, fills them, says that it is ready. Its queues, or why it gives up. */
  probe(device: BoundDevice): Accesses<readonly FoundQueue[] | string>;
}

/** What a driver has in its hands in `probe`: struct virtio_device and its helpers. */
export class BoundDevice {
  readonly features: bigint;
  readonly #transport: Transport;
  readonly #allocate: AllocateQueue;

  constructor(transport: Transport, features: bigint, allocate: AllocateQueue) {
    this.#transport = transport;
    this.features = features;
    this.#allocate = allocate;
  }

  has(bit: number): boolean {
    return hasFeature(this.features, bit);
  }

  /** virtio_cread of a field of 1, 2 or 4 bytes: read at once, no generation looked at. */
  config(offset: number, width: Access['width']): Accesses<number> {
    return this.#transport.config(offset, width);
  }

  /** virtio_cread_feature: nothing is read without the feature. */
  *configIf(bit: number, offset: number, width: Access['width']): Accesses<number | undefined> {
    return this.has(bit) ? yield* this.#transport.config(offset, width) : undefined;
  }

  /** __virtio_cread_many: `count` pieces between two equal generations, again until they are equal. Section 2.5.1. */
  *configMany(offset: number, count: number, width: Access['width']): Accesses<readonly number[]> {
    for (let before = yield* this.#transport.generation(); ; ) {
      const pieces: number[] = [];
      for (let i = 0; i < count; i++) pieces.push(yield* this.#transport.config(offset + i * width, width));
      const after = yield* this.#transport.generation();
      if (after === before) return pieces;
      before = after;
    }
  }

  findQueues(wanted: readonly QueueWish[]): Accesses<readonly FoundQueue[] | string> {
    return this.#transport.findQueues(wanted, this.#allocate);
  }

  /** virtio_device_ready: from here on queues may be used. */
  *ready(): Accesses<void> {
    yield* this.#transport.setStatus((yield* this.#transport.status()) | DRIVER_OK);
  }
}
