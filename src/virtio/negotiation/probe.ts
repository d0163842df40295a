import { ringFeatureBits } from '../inspect/features.ts';
import type { Accesses } from './access.ts';
import { ACKNOWLEDGE, DRIVER, DRIVER_OK, FAILED, FEATURES_OK } from './device-status.ts';
import { features, hasFeature } from './device-type.ts';
import { BoundDevice } from './driver.ts';
import type { Driver } from './driver.ts';
import type { AllocateQueue, FoundQueue, Transport } from './transport.ts';

/** How an attempt to bring a device up has ended. */
export type Probe =
  | { readonly ends: 'ready'; readonly features: bigint; readonly queues: readonly FoundQueue[] }
  /** Nothing there, or nothing that this driver drives. */
  | { readonly ends: 'absent' }
  /** The driver has set FAILED. */
  | { readonly ends: 'failed'; readonly because: string };

const { indirect_desc, event_idx, version_1, access_platform, ring_packed, order_platform, sr_iov, ring_reset } = ringFeatureBits;

/** What vring_transport_features and the transports keep for themselves in Linux 6.1, whatever the driver says. */
const OFFERED_IS_ACCEPTED: Readonly<Record<Transport['name'], bigint>> = {
  'virtio-mmio': features(indirect_desc, event_idx, version_1, access_platform, ring_packed, order_platform),
  'virtio-pci': features(indirect_desc, event_idx, version_1, access_platform, ring_packed, order_platform, sr_iov, ring_reset),
};

/**
 * Brings a device from reset to DRIVER_OK: VIRTIO 1.2 section 3.1.1, with the accesses of Linux
 * drivers/virtio/virtio.c (register_virtio_device, virtio_dev_probe) in their order.
 */
export function* probe(transport: Transport, driver: Driver, allocate: AllocateQueue): Accesses<Probe> {
  const id = yield* transport.discover();
  if (id === 0) return { ends: 'absent' };
  yield* transport.reset();
  yield* addStatus(transport, ACKNOWLEDGE);
  if (id !== driver.deviceId) return { ends: 'absent' };
  yield* addStatus(transport, DRIVER);
  const offered = yield* transport.offered();
  const accepted = offered & (driver.features | OFFERED_IS_ACCEPTED[transport.name]);
  if (!hasFeature(accepted, version_1)) return yield* giveUp(transport, 'the device does not offer VIRTIO_F_VERSION_1');
  yield* transport.accept(accepted);
  yield* addStatus(transport, FEATURES_OK);
  if (((yield* transport.status()) & FEATURES_OK) === 0) return yield* giveUp(transport, 'the device refuses these features');
  const bound = new BoundDevice(transport, accepted, allocate);
  const queues = yield* driver.probe(bound);
  if (typeof queues === 'string') return yield* giveUp(transport, queues);
  // A driver may have done it by itself.
  if (((yield* transport.status()) & DRIVER_OK) === 0) yield* bound.ready();
  return { ends: 'ready', features: accepted, queues };
}

function* addStatus(transport: Transport, bit: number): Accesses<void> {
  yield* transport.setStatus((yield* transport.status()) | bit);
}

function* giveUp(transport: Transport, because: string): Accesses<Probe> {
  yield* addStatus(transport, FAILED);
  return { ends: 'failed', because };
}
