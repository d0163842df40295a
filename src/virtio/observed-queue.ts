import type { DeviceQueue, DriverQueue } from './virtqueue.ts';

/** What happens to a chain of one virtqueue, as an observer calls it. */
export type QueueStep = 'kick due' | 'kick suppressed' | 'taken' | 'used' | 'call due' | 'call suppressed' | 'reclaimed';

/** Told of a chain by its cookie. */
export type QueueListener = (what: QueueStep, cookie: number) => void;

/** The driver's half of a virtqueue, told about: a test whether to kick goes with the chain that was added last. */
export function observedDriver(queue: DriverQueue, tell: QueueListener): DriverQueue {
  let added = -1;
  return {
    footprint: queue.footprint,
    get nextAvail() {
      return queue.nextAvail;
    },
    get usedBytes() {
      return queue.usedBytes;
    },
    hasRoom: (descriptors) => queue.hasRoom(descriptors),
    add(cookie, readable, writable, payload) {
      added = cookie;
      queue.add(cookie, readable, writable, payload);
    },
    needsKick() {
      const due = queue.needsKick();
      if (added >= 0) tell(due ? 'kick due' : 'kick suppressed', added);
      return due;
    },
    get hasUsed() {
      return queue.hasUsed;
    },
    popUsed() {
      const cookie = queue.popUsed();
      if (cookie >= 0) tell('reclaimed', cookie);
      return cookie;
    },
    disableCalls: () => queue.disableCalls(),
    enableCalls: () => queue.enableCalls(),
    enableCallsDelayed: () => queue.enableCallsDelayed(),
  };
}

/** The device's half, told about: a test whether to call goes with the chain that was used last. */
export function observedDevice(queue: DeviceQueue, tell: QueueListener): DeviceQueue {
  let used = -1;
  return {
    footprint: queue.footprint,
    get hasAvail() {
      return queue.hasAvail;
    },
    popAvail() {
      const head = queue.popAvail();
      if (head >= 0 && queue.cookieOf(head) >= 0) tell('taken', queue.cookieOf(head));
      return head;
    },
    notified: (notification) => queue.notified(notification),
    payloadOf: (head) => queue.payloadOf(head),
    cookieOf: (head) => queue.cookieOf(head),
    fill: (head, cookie) => queue.fill(head, cookie),
    pushUsed(head, written) {
      queue.pushUsed(head, written);
      // Of several buffers for one answer the first is whose it is.
      if (queue.cookieOf(head) < 0) return;
      used = queue.cookieOf(head);
      tell('used', used);
    },
    publishUsed: () => queue.publishUsed(),
    needsCall() {
      const due = queue.needsCall();
      if (used >= 0) tell(due ? 'call due' : 'call suppressed', used);
      return due;
    },
    disableKicks: () => queue.disableKicks(),
    enableKicks: () => queue.enableKicks(),
  };
}
