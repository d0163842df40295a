import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { splitQueue } from './split-queue.ts';

const test = suite('virtio/split-driver');
const [NEXT, WRITE] = [1, 2];
const shape = fc.tuple(fc.nat(3), fc.nat(3)).filter(([readable, writable]) => readable + writable > 0);

test('VIRTIO 1.2 sections 2.7.4.2 and 2.7.5: a chain is its readable, then its writable descriptors; NEXT in all but the last', () => {
  fc.assert(
    fc.property(shape, ([readable, writable]) => {
      const { driver, avail, chain, descriptor } = splitQueue(8, false);
      driver.add(1, readable, writable, 4096);
      const flags = chain(avail(0)).map((index) => descriptor(index).flags);
      const count = readable + writable;
      equal(flags, Array.from({ length: count }, (_, i) => (i + 1 < count ? NEXT : 0) | (i >= readable ? WRITE : 0)));
    }),
  );
});

test('buffers in flight do not begin at the same address, and 0 is none of them', () => {
  const { driver, descriptor } = splitQueue(32768, false);
  for (let i = 0; i < 32768; i++) driver.add(i, 1, 0, 512);
  const addresses = new Set(Array.from({ length: 32768 }, (_, index) => descriptor(index).address));
  is(addresses.size, 32768);
  is(addresses.has(0), false);
});

test('sections 2.7.13.1 and 2.7.13.3: the head goes to slot idx modulo size, then idx rises by 1, through the wrap at 2^16', () => {
  const { driver, device, layout, avail, u16, turn } = splitQueue(8, false);
  turn(65533);
  for (const idx of [65534, 65535, 0, 1, 2]) {
    driver.add(0, 1, 1, 100);
    is(u16(layout.availIdx), idx);
    is(avail((idx + 7) % 8), device.popAvail());
    is(driver.popUsed(), -1);
    device.pushUsed(avail((idx + 7) % 8), 0);
    device.publishUsed();
    is(driver.popUsed(), 0);
  }
});

test('a ring is full when its descriptors are used up, whatever the lengths of the chains', () => {
  for (const size of [2, 4, 256]) {
    for (let length = 1; length <= Math.min(4, size); length++) {
      const { driver } = splitQueue(size, true);
      let chains = 0;
      for (; driver.hasRoom(length); chains++) driver.add(chains, length, 0, 1);
      is(chains, Math.floor(size / length), `${size} descriptors, chains of ${length}`);
      is(driver.hasRoom(size % length), true);
      is(driver.hasRoom((size % length) + 1), false);
    }
  }
});

test('all descriptors come back to the free list after any chains in any order, and no two chains in flight share one', () => {
  const steps = fc.array(fc.oneof(shape, fc.nat(100)), { maxLength: 200, size: 'max' });
  fc.assert(
    fc.property(steps, (script) => {
      const { driver, device, chain } = splitQueue(16, true);
      const flying: { readonly head: number; readonly cookie: number; readonly chain: readonly number[] }[] = [];
      const finish = (which: number): void => {
        const [done] = flying.splice(which % flying.length, 1);
        device.pushUsed(done.head, 0);
        device.publishUsed();
        is(driver.popUsed(), done.cookie);
      };
      script.forEach((step, cookie) => {
        if (typeof step === 'number') {
          if (flying.length > 0) finish(step);
        } else if (driver.hasRoom(step[0] + step[1])) {
          driver.add(cookie, ...step, 1);
          const head = device.popAvail();
          flying.push({ head, cookie, chain: chain(head) });
          is(flying.at(-1)?.chain.length, step[0] + step[1]);
        }
        const taken = flying.flatMap((each) => each.chain);
        is(new Set(taken).size, taken.length, 'shared');
        equal([driver.hasRoom(16 - taken.length), driver.hasRoom(17 - taken.length)], [true, false]);
      });
      while (flying.length > 0) finish(0);
      driver.add(-2, 16, 0, 1);
      is(new Set(chain(device.popAvail())).size, 16);
    }),
    { numRuns: 200 },
  );
});

test('section 2.7.10.1, without EVENT_IDX: a kick is wanted unless the device has set NO_NOTIFY', () => {
  const { driver, device } = splitQueue(8, false);
  const wanted = (): boolean => (driver.add(0, 1, 0, 1), driver.needsKick());
  is(wanted(), true);
  device.disableKicks();
  is(wanted(), false);
  device.enableKicks();
  is(wanted(), true);
});

test('section 2.7.10.1, with EVENT_IDX: the flags are ignored; a kick is wanted for the entry at avail_event, and for a batch with it', () => {
  const { driver, layout } = splitQueue(16, true);
  layout.memory.view.setUint16(layout.usedFlags, 1, true);
  layout.memory.view.setUint16(layout.availEvent, 2, true);
  const after = (adds: number): boolean => {
    for (let i = 0; i < adds; i++) driver.add(0, 1, 0, 1);
    return driver.needsKick();
  };
  equal([after(1), after(1), after(1), after(1)], [false, false, true, false]);
  layout.memory.view.setUint16(layout.availEvent, 6, true);
  equal([after(2), after(3), after(3)], [false, true, false]);
});

test('section 2.7.7.1, without EVENT_IDX: NO_INTERRUPT stands in the available ring while calls are disabled', () => {
  const { driver, layout, u16 } = splitQueue(8, false);
  is(u16(layout.availFlags), 0);
  driver.disableCalls();
  is(u16(layout.availFlags), 1);
  driver.enableCalls();
  is(u16(layout.availFlags), 0);
  driver.disableCalls();
  driver.enableCallsDelayed();
  is(u16(layout.availFlags), 0);
});

test('section 2.7.7.1, with EVENT_IDX: the flags stay 0; used_event follows what is taken, and stays where it is while calls are disabled', () => {
  const { driver, device, layout, u16 } = splitQueue(8, true);
  const take = (): number => {
    driver.add(0, 1, 0, 1);
    device.pushUsed(device.popAvail(), 0);
    device.publishUsed();
    driver.popUsed();
    return u16(layout.usedEvent);
  };
  equal([take(), take()], [1, 2]);
  driver.disableCalls();
  equal([take(), take(), u16(layout.availFlags)], [2, 2, 0]);
  is(driver.enableCalls(), false);
  is(u16(layout.usedEvent), 4);
});

test('asking for calls again says whether something was used meanwhile', () => {
  for (const eventIdx of [false, true]) {
    const { driver, device } = splitQueue(8, eventIdx);
    driver.add(5, 1, 0, 1);
    driver.disableCalls();
    is(driver.enableCalls(), false);
    device.pushUsed(device.popAvail(), 0);
    device.publishUsed();
    is(driver.enableCalls(), true);
    is(driver.popUsed(), 5);
    is(driver.enableCalls(), false);
  }
});

test('a delayed call comes after three quarters of what is outstanding; asking says whether more than those are used', () => {
  for (const outstanding of [1, 2, 3, 4, 7, 8, 100]) {
    for (const usedAlready of [0, 1, outstanding]) {
      const { driver, device, layout, u16, turn } = splitQueue(128, true);
      turn(65530);
      for (let i = 0; i < outstanding; i++) driver.add(i, 1, 0, 1);
      for (let i = 0; i < usedAlready; i++) device.pushUsed(device.popAvail(), 0);
      device.publishUsed();
      const ahead = Math.floor((outstanding * 3) / 4);
      is(driver.enableCallsDelayed(), usedAlready > ahead, `${usedAlready} of ${outstanding}`);
      is(u16(layout.usedEvent), (65530 + ahead) & 0xffff);
    }
  }
});

test('without EVENT_IDX a delayed call is any call', () => {
  const { driver, device } = splitQueue(8, false);
  for (let i = 0; i < 8; i++) driver.add(i, 1, 0, 1);
  is(driver.enableCallsDelayed(), false);
  device.pushUsed(device.popAvail(), 0);
  device.publishUsed();
  is(driver.enableCallsDelayed(), true);
  ok(device.needsCall());
});

test.run();
