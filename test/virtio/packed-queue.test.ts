import { suite } from 'uvu';
import { equal, is, throws } from 'uvu/assert';
import { buildVirtqueue } from '../../src/virtio/build-virtqueue.ts';
import { NeedsReset } from '../../src/virtio/needs-reset.ts';
import { DESC_F_AVAIL, DESC_F_USED, EVENT_DESC, EVENT_DISABLE, EVENT_ENABLE, packedLayout } from '../../src/virtio/packed-layout.ts';
import { packedEventIsDue } from '../../src/virtio/packed-place.ts';

const test = suite('virtio/packed-driver, packed-device');
const [NEXT, WRITE, INDIRECT, AVAIL, USED] = [1, 2, 4, 1 << 7, 1 << 15];

/** A packed queue and what its bytes say. */
function packed(size: number, features: { readonly eventIdx?: boolean; readonly indirect?: boolean; readonly inOrder?: boolean } = {}) {
  const queue = buildVirtqueue({ name: 'queue', layout: 'packed', size, longestChain: 3, eventIdx: false, indirect: false, inOrder: false, ...features }, new NeedsReset());
  const { driver, device, layout } = queue;
  if (layout.layout !== 'packed') throw new Error('not packed');
  const { view } = layout.memory;
  const at = (offset: number) => ({ address: view.getBigUint64(offset, true), len: view.getUint32(offset + 8, true), id: view.getUint16(offset + 12, true), flags: view.getUint16(offset + 14, true) });
  const event = (offset: number) => [view.getUint16(offset, true) & 0x7fff, view.getUint16(offset, true) >> 15, view.getUint16(offset + 2, true)];
  return {
    driver, device, layout, view,
    descriptor: (slot: number) => at(16 * slot),
    inTable: (id: number, index: number) => at(layout.tables.start + id * layout.tables.stride + 16 * index),
    driverEvent: () => event(layout.driverEvent),
    deviceEvent: () => event(layout.deviceEvent),
    /** One request of so many descriptors goes all the way. */
    round(readable: number, writable = 0): void {
      driver.add(0, readable, writable, 8);
      device.pushUsed(device.popAvail(), 0);
      device.publishUsed();
      driver.popUsed();
    },
  };
}

test('VIRTIO 1.2 sections 2.8.1, 2.8.10 and 2.8.13: values of flags; 16 bytes a descriptor, event suppression aligned to 4', () => {
  equal([DESC_F_AVAIL, DESC_F_USED, EVENT_ENABLE, EVENT_DISABLE, EVENT_DESC], [AVAIL, USED, 0, 1, 2]);
  for (const size of [1, 2, 3, 4, 5, 100, 32767, 32768]) {
    const { driverEvent, deviceEvent, tables, memory } = packedLayout(size, 3);
    is(driverEvent >= 16 * size && deviceEvent >= driverEvent + 4 && tables.start >= deviceEvent + 4 && memory.view.byteLength === tables.start + 64 * size, true, `${size}`);
    equal([driverEvent % 4, deviceEvent % 4], [0, 0]);
  }
  for (const size of [0, 32769, 2.5, -1, NaN]) throws(() => packedLayout(size), /^not a size of a packed virtqueue: .* \(1 to 32768\)$/);
});

test('sections 2.8.1, 2.8.6 and 2.8.21.1: a list stands in slots one behind the other, NEXT in all but the last, AVAIL as the wrap counter and USED the other way, through the wrap', () => {
  const { driver, descriptor, round } = packed(4);
  driver.add(9, 1, 2, 4096);
  equal([0, 1, 2].map((slot) => descriptor(slot).flags), [NEXT | AVAIL, NEXT | WRITE | AVAIL, WRITE | AVAIL]);
  equal([0, 1, 2].map((slot) => descriptor(slot).len), [16, 4096, 16]);
  is(new Set([0, 1, 2].map((slot) => descriptor(slot).id)).size, 1);
  const other = packed(4);
  other.round(3);
  other.driver.add(9, 2, 1, 4096);
  // Slot 3 in the first pass, 0 and 1 in the second, in which the wrap counter is 0.
  equal([3, 0, 1].map((slot) => other.descriptor(slot).flags), [NEXT | AVAIL, NEXT | USED, WRITE | USED]);
  round(1);
});

test('sections 2.8.6 and 2.8.22: one used descriptor for each list, with its id and the bytes written, AVAIL and USED both as the wrap counter; the slots of the list are skipped', () => {
  const { driver, device, descriptor } = packed(4);
  for (const cookie of [1, 2]) driver.add(cookie, 1, 1, 100);
  const ids = [descriptor(0).id, descriptor(2).id];
  const chains = [device.popAvail(), device.popAvail()];
  device.pushUsed(chains[1], 60);
  is(device.publishUsed(), 1);
  equal([descriptor(0).id, descriptor(0).len, descriptor(0).flags], [ids[1], 60, AVAIL | USED]);
  is(driver.popUsed(), 2);
  device.pushUsed(chains[0], 70);
  is(device.publishUsed(), 1);
  equal([descriptor(2).id, descriptor(2).len, descriptor(2).flags], [ids[0], 70, AVAIL | USED]);
  is(driver.popUsed(), 1);
  driver.add(3, 1, 0, 8);
  device.pushUsed(device.popAvail(), 0);
  device.publishUsed();
  equal(descriptor(0).flags, 0, 'used in the second pass: both 0');
});

test('section 2.8.7: an indirect list takes one slot; its table stands in memory, with WRITE as the only flag', () => {
  const { driver, device, descriptor, inTable } = packed(4, { indirect: true });
  driver.add(1, 1, 2, 4096);
  const { id, len, flags } = descriptor(0);
  equal([len, flags], [48, INDIRECT | AVAIL]);
  equal([0, 1, 2].map((i) => [inTable(id, i).len, inTable(id, i).flags]), [[16, 0], [4096, WRITE], [16, WRITE]]);
  is(device.payloadOf(device.popAvail()), 4096);
  is(device.footprint.tables, 1);
  is(device.footprint.descriptors, 4);
});

test('section 2.8.8: under IN_ORDER one used descriptor stands for a batch, with the id of its last buffer, over the first of its slots', () => {
  const { driver, device, descriptor } = packed(8, { inOrder: true });
  for (const cookie of [1, 2, 3]) driver.add(cookie, 1, 1, 100);
  const last = descriptor(4).id;
  const chains = [0, 1, 2].map(() => device.popAvail());
  device.pushUsed(chains[2], 7);
  device.pushUsed(chains[1], 6);
  is(device.publishUsed(), 0, 'the first is not done');
  device.pushUsed(chains[0], 5);
  is(device.publishUsed(), 3);
  equal([descriptor(0).id, descriptor(0).len, descriptor(0).flags], [last, 7, AVAIL | USED]);
  equal([2, 4].map((slot) => descriptor(slot).flags & USED), [0, 0], 'the others are skipped');
  equal([driver.popUsed(), driver.usedBytes, driver.popUsed(), driver.usedBytes, driver.popUsed(), driver.usedBytes, driver.popUsed()], [1, 100, 2, 100, 3, 7, -1]);
});

test('section 2.8.10, without EVENT_IDX: events are enabled or disabled, and nobody asks for a descriptor', () => {
  const { driver, device, driverEvent, deviceEvent, round } = packed(8);
  const after = (says: () => boolean): boolean => (round(1), says());
  const kick = () => driver.needsKick();
  const call = () => device.needsCall();
  equal([after(kick), after(call)], [true, true]);
  device.disableKicks();
  driver.disableCalls();
  equal([deviceEvent()[2], driverEvent()[2], after(kick), after(call)], [EVENT_DISABLE, EVENT_DISABLE, false, false]);
  device.enableKicks();
  driver.enableCalls();
  equal([deviceEvent()[2], driverEvent()[2], after(kick), after(call)], [EVENT_ENABLE, EVENT_ENABLE, true, true]);
  driver.disableCalls();
  driver.enableCallsDelayed();
  equal(driverEvent()[2], EVENT_ENABLE);
});

test('section 2.8.10, with EVENT_IDX: a kick is due for the descriptor that is asked for, with its wrap counter; disabled is disabled', () => {
  const { driver, device, deviceEvent, round } = packed(4, { eventIdx: true });
  device.enableKicks();
  equal(deviceEvent(), [0, 1, EVENT_DESC]);
  round(1);
  equal([driver.needsKick(), (round(1), driver.needsKick())], [true, false]);
  for (let i = 0; i < 3; i++) round(1);
  is(driver.needsKick(), false, 'slot 0 again, in the other pass');
  device.enableKicks();
  equal(deviceEvent(), [1, 0, EVENT_DESC]);
  round(3);
  is(driver.needsKick(), true, 'the first of three slots');
  device.disableKicks();
  round(1);
  is(driver.needsKick(), false);
});

test('section 2.8.10, with EVENT_IDX: used_event moves with what is reaped while calls are wanted', () => {
  const { driver, device, driverEvent, round } = packed(4, { eventIdx: true });
  round(1);
  is(device.needsCall(), true, 'the first');
  driver.enableCalls();
  equal(driverEvent(), [1, 1, EVENT_DESC]);
  driver.add(0, 2, 1, 8);
  device.pushUsed(device.popAvail(), 0);
  device.publishUsed();
  is(device.needsCall(), true);
  driver.popUsed();
  equal(driverEvent(), [0, 0, EVENT_DESC]);
  driver.disableCalls();
  round(2);
  equal([driverEvent(), device.needsCall()], [[0, 0, EVENT_DISABLE], false]);
});

/** Section 2.8.10 slot by slot: one of the slots that were written is the one asked for, in that pass. */
function oneIsAskedFor(event: number, place: number, slots: number, size: number): boolean {
  for (let i = 0; i < Math.min(slots, 2 * size); i++) if ((place + i) % (2 * size) === event) return true;
  return false;
}

test('section 2.8.10: a notification is due when the slot asked for is among those written, for every slot, pass and count of small rings', () => {
  for (const size of [1, 2, 3, 7]) {
    for (let event = 0; event < 2 * size; event++) {
      const offWrap = event < size ? event | (1 << 15) : event - size;
      for (let place = 0; place < 2 * size; place++) {
        for (let slots = 0; slots <= 2 * size + 1; slots++) {
          const told = `event ${event}, ${slots} slots from ${place} on, ring of ${size}`;
          is(packedEventIsDue(offWrap, EVENT_DESC, place, slots, size), oneIsAskedFor(event, place, slots, size), told);
          is(packedEventIsDue(offWrap, EVENT_ENABLE, place, slots, size), slots > 0, told);
          is(packedEventIsDue(offWrap, EVENT_DISABLE, place, slots, size), false, told);
        }
      }
    }
  }
});

test('a list is used as it was when it was taken, whatever is written over it then', () => {
  const { driver, device, view } = packed(4);
  driver.add(5, 1, 1, 100);
  const chain = device.popAvail();
  for (let at = 0; at < 64; at++) view.setUint8(at, 0xff);
  equal([device.payloadOf(chain), device.cookieOf(chain)], [100, 5]);
});

test.run();
