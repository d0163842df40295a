import { footprints } from './footprint.ts';
import type { NeedsReset } from './needs-reset.ts';
import { PackedDevice } from './packed-device.ts';
import { PackedDriver } from './packed-driver.ts';
import { packedLayout } from './packed-layout.ts';
import type { PackedLayout } from './packed-layout.ts';
import { SplitDevice } from './split-device.ts';
import { SplitDriver } from './split-driver.ts';
import { splitLayout } from './split-layout.ts';
import type { SplitLayout } from './split-layout.ts';
import type { DeviceQueue, DriverQueue, QueueFeatures } from './virtqueue.ts';

/** A virtqueue in bytes: both halves, and where everything stands. */
export interface Virtqueue {
  readonly driver: DriverQueue;
  readonly device: DeviceQueue;
  readonly layout: SplitLayout | PackedLayout;
}

export interface QueueShape extends QueueFeatures {
  readonly name: string;
  readonly layout: 'split' | 'packed';
  readonly size: number;
  /** Descriptors of the longest chain, for which indirect tables have room. */
  readonly longestChain: number;
}

/** Both halves of a new virtqueue of a device. */
export function buildVirtqueue(shape: QueueShape, needsReset: NeedsReset): Virtqueue {
  const { name, size } = shape;
  const tableDescriptors = shape.indirect ? shape.longestChain : 0;
  if (shape.layout === 'packed') {
    const layout = packedLayout(size, tableDescriptors);
    const sides = footprints(layout.memory.view.byteLength);
    const driver = new PackedDriver(layout, shape, sides.driver);
    return { driver, device: new PackedDevice(name, layout, shape, sides.device, driver.cookies, needsReset), layout };
  }
  const layout = splitLayout(size, tableDescriptors);
  const sides = footprints(layout.memory.view.byteLength);
  const driver = new SplitDriver(layout, shape, sides.driver);
  return { driver, device: new SplitDevice(name, layout, shape, sides.device, driver.cookies, needsReset), layout };
}

/** The device's half alone of a queue that somebody else's driver has set up, as `queueView` finds it. */
export function deviceHalf(name: string, layout: SplitLayout, features: QueueFeatures, needsReset: NeedsReset): DeviceQueue {
  return new SplitDevice(name, layout, features, footprints(layout.memory.view.byteLength).device, new Int32Array(layout.size), needsReset);
}
