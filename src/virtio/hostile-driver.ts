import type { Virtqueue } from './build-virtqueue.ts';
import { lastAdded } from './corruptions.ts';
import type { Prey } from './corruptions.ts';
import type { DriverQueue } from './virtqueue.ts';

/** A driver that, from its buffer of this number on (the first is 1), writes over each what the standard forbids. */
export function hostileDriver(queue: Virtqueue, corrupt: (prey: Prey) => void, at: number): DriverQueue {
  const { driver } = queue;
  let added = 0;
  return {
    footprint: driver.footprint,
    get nextAvail() {
      return driver.nextAvail;
    },
    get usedBytes() {
      return driver.usedBytes;
    },
    hasRoom: (descriptors) => driver.hasRoom(descriptors),
    add(cookie, readable, writable, payload) {
      const before = driver.nextAvail;
      driver.add(cookie, readable, writable, payload);
      if (++added >= at) corrupt(lastAdded(queue, before));
    },
    needsKick: () => driver.needsKick(),
    get hasUsed() {
      return driver.hasUsed;
    },
    popUsed: () => driver.popUsed(),
    disableCalls: () => driver.disableCalls(),
    enableCalls: () => driver.enableCalls(),
    enableCallsDelayed: () => driver.enableCallsDelayed(),
  };
}
