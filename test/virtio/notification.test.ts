import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { buildVirtqueue } from '../../src/virtio/build-virtqueue.ts';
import { NeedsReset } from '../../src/virtio/needs-reset.ts';
import { notificationOf } from '../../src/virtio/notification.ts';

const test = suite('virtio/notification');
const build = (layout: 'split' | 'packed', size: number) => buildVirtqueue({ name: 'queue', layout, size, longestChain: 3, eventIdx: true, indirect: false, inOrder: false }, new NeedsReset());

/** The fields of section 2.9: vqn, next_off, next_wrap. */
const fields = (value: number) => [value & 0xffff, (value >>> 16) & 0x7fff, value >>> 31];

test('VIRTIO 1.2 section 2.9: without NOTIFICATION_DATA a kick is the index of the queue alone', () => {
  is(notificationOf(5, 0x8123, false), 5);
});

test('section 2.9: of a split ring next_off and next_wrap are the low and the high bits of the available index', () => {
  const { driver, device } = build('split', 4);
  for (let i = 0; i < 0x8001; i++) {
    driver.add(0, 1, 0, 8);
    device.pushUsed(device.popAvail(), 0);
    device.publishUsed();
    driver.popUsed();
  }
  equal(fields(notificationOf(7, driver.nextAvail, true)), [7, 1, 1]);
});

test('section 2.9: of a packed ring they are the slot of the next descriptor and the wrap counter', () => {
  const { driver, device } = build('packed', 5);
  const seen = [];
  for (let i = 0; i < 4; i++) {
    seen.push(fields(notificationOf(1, driver.nextAvail, true)));
    driver.add(0, 1, 1, 8);
    device.pushUsed(device.popAvail(), 0);
    device.publishUsed();
    driver.popUsed();
  }
  equal(seen, [[1, 0, 1], [1, 2, 1], [1, 4, 1], [1, 1, 0]]);
});

test('a device that was told reads no available index for it; told late, it knows better', () => {
  const { driver, device } = build('split', 64);
  const popAll = (): number => {
    let count = 0;
    while (device.popAvail() >= 0) count++;
    return count;
  };
  for (let i = 0; i < 40; i++) driver.add(i, 1, 0, 8);
  const late = notificationOf(3, driver.nextAvail - 5, true);
  device.notified(notificationOf(3, driver.nextAvail, true));
  device.footprint.lines = 0;
  for (let i = 0; i < 33; i++) device.popAvail();
  // Descriptors of 33 chains, and the lines of their entries: the second begins with entry 30.
  is(device.footprint.lines, Math.ceil((33 * 16) / 64) + 2);
  device.notified(late);
  is(popAll(), 7);
  device.notified(late);
  is(popAll(), 0);
});

test.run();
