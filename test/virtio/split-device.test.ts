import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { splitQueue } from './split-queue.ts';

const test = suite('virtio/split-device');

test('VIRTIO 1.2 section 2.7.13: chains come in the order in which they were made available, each once', () => {
  const { driver, device } = splitQueue(8, true);
  for (let cookie = 10; cookie < 18; cookie++) driver.add(cookie, 1, 0, 1);
  equal(Array.from({ length: 8 }, () => device.cookieOf(device.popAvail())), [10, 11, 12, 13, 14, 15, 16, 17]);
  equal([device.hasAvail, device.popAvail(), device.popAvail()], [false, -1, -1]);
});

test('the payload is the second descriptor of a chain with a header, and the only one of a chain without', () => {
  fc.assert(
    fc.property(fc.nat(3), fc.nat(3), fc.integer({ min: 0, max: 2 ** 32 - 128 }), (readable, writable, payload) => {
      if (readable + writable === 0) return;
      const { driver, device } = splitQueue(8, true);
      driver.add(0, readable, writable, payload);
      is(device.payloadOf(device.popAvail()), payload);
    }),
  );
});

test('sections 2.7.8 and 2.7.8.2: id and length go to slot idx modulo size, then idx rises by 1, through the wrap at 2^16', () => {
  const { driver, device, layout, used, u16, turn } = splitQueue(8, false);
  turn(65533);
  for (const idx of [65534, 65535, 0, 1, 2]) {
    driver.add(9, 1, 1, 70_000);
    const head = device.popAvail();
    device.pushUsed(head, 1000 + idx);
    device.publishUsed();
    is(u16(layout.usedIdx), idx);
    equal(used((idx + 7) % 8), [head, 1000 + idx]);
    is(driver.popUsed(), 9);
  }
});

test('chains may be used in another order than they were available', () => {
  const { driver, device } = splitQueue(8, false);
  for (let cookie = 0; cookie < 4; cookie++) driver.add(cookie, 1, 1, 1);
  const heads = Array.from({ length: 4 }, () => device.popAvail());
  for (const i of [2, 0, 3, 1]) device.pushUsed(heads[i], 0);
  device.publishUsed();
  equal(Array.from({ length: 5 }, () => driver.popUsed()), [2, 0, 3, 1, -1]);
});

test('a receive buffer comes back as the packet that was put into it', () => {
  const { driver, device } = splitQueue(8, true);
  driver.add(-7, 0, 1, 2048);
  const head = device.popAvail();
  device.fill(head, 42);
  device.pushUsed(head, 60);
  device.publishUsed();
  is(driver.popUsed(), 42);
});

test('section 2.7.7.2, without EVENT_IDX: a call is due unless the driver has set NO_INTERRUPT', () => {
  const { driver, device } = splitQueue(8, false);
  const due = (): boolean => {
    driver.add(0, 1, 0, 1);
    device.pushUsed(device.popAvail(), 0);
    device.publishUsed();
    return device.needsCall();
  };
  is(due(), true);
  driver.disableCalls();
  is(due(), false);
  driver.enableCalls();
  is(due(), true);
});

test('section 2.7.7.2, with EVENT_IDX: the flags are ignored; a call is due for the entry at used_event, and for a batch with it', () => {
  const { driver, device, layout } = splitQueue(16, true);
  const after = (count: number): boolean => {
    for (let i = 0; i < count; i++) {
      driver.add(0, 1, 0, 1);
      device.pushUsed(device.popAvail(), 0);
      device.publishUsed();
    }
    return device.needsCall();
  };
  layout.memory.view.setUint16(layout.availFlags, 1, true);
  layout.memory.view.setUint16(layout.usedEvent, 9, true);
  is(after(1), true, 'the first, as in vhost: nothing was signalled before');
  layout.memory.view.setUint16(layout.usedEvent, 3, true);
  equal([after(1), after(1), after(1), after(1)], [false, false, true, false]);
  layout.memory.view.setUint16(layout.usedEvent, 7, true);
  equal([after(2), after(3), after(3)], [false, true, false]);
});

test('section 2.7.10.2, without EVENT_IDX: NO_NOTIFY stands in the used ring while kicks are disabled', () => {
  const { device, layout, u16 } = splitQueue(8, false);
  is(u16(layout.usedFlags), 0);
  device.disableKicks();
  is(u16(layout.usedFlags), 1);
  device.enableKicks();
  is(u16(layout.usedFlags), 0);
});

test('section 2.7.10.2, with EVENT_IDX: the flags stay 0, and avail_event is the next entry to be taken, through the wrap at 2^16', () => {
  const { driver, device, layout, u16, turn } = splitQueue(8, true);
  turn(65534);
  for (const next of [65535, 0, 1]) {
    driver.add(0, 1, 0, 1);
    const head = device.popAvail();
    device.disableKicks();
    equal([device.enableKicks(), u16(layout.availEvent), u16(layout.usedFlags)], [false, next, 0]);
    device.pushUsed(head, 0);
    device.publishUsed();
    driver.popUsed();
  }
});

test('asking for kicks again says whether something became available meanwhile', () => {
  for (const eventIdx of [false, true]) {
    const { driver, device } = splitQueue(8, eventIdx);
    device.disableKicks();
    is(device.enableKicks(), false);
    device.disableKicks();
    driver.add(0, 1, 0, 1);
    is(device.enableKicks(), true);
    device.popAvail();
    is(device.enableKicks(), false);
  }
});

test.run();
