import { suite } from 'uvu';
import { equal, is, throws } from 'uvu/assert';
import { queueMemory } from '../../../src/virtio/negotiation/queue-memory.ts';
import { queueView } from '../../../src/virtio/negotiation/queue-view.ts';
import { deviceHalf } from '../../../src/virtio/build-virtqueue.ts';
import { footprints } from '../../../src/virtio/footprint.ts';
import { NeedsReset } from '../../../src/virtio/needs-reset.ts';
import { SplitDevice } from '../../../src/virtio/split-device.ts';
import { SplitDriver } from '../../../src/virtio/split-driver.ts';

const test = suite('virtio/negotiation/queue-view');
const FROM = 0x4000_0000;
const memory = (): DataView => new DataView(new ArrayBuffer(0x10_000));

test('both halves of the lab\'s ring work in guest memory at the addresses that a driver tells', () => {
  const ram = memory();
  const place = { size: 64, ...queueMemory(FROM + 0x1000)(64) };
  const features = { eventIdx: true, indirect: false, inOrder: false };
  const sides = footprints(ram.byteLength);
  const view = queueView(ram, FROM, place);
  // Buffers of the lab's driver lie above 4 GiB.
  const layout = { ...view, memory: { ...view.memory, buffers: [2 ** 32, 2 ** 36] as const } };
  const driver = new SplitDriver(layout, features, sides.driver);
  const device = new SplitDevice('queue', layout, features, sides.device, driver.cookies, new NeedsReset());
  for (let round = 0; round < 200; round++) {
    driver.add(round, 1, 1, 100);
    is(device.cookieOf(device.popAvail()), round);
    device.pushUsed(0, 0);
    device.publishUsed();
    is(driver.popUsed(), round);
  }
  const at = place.driver - FROM;
  is(ram.getUint16(at + 2, true), 200);
});

test('VIRTIO 1.2 sections 2.7.5 and 2.7.5.3: the device\'s half alone finds buffers and tables by their guest addresses, and none outside of guest memory', () => {
  const ram = memory();
  const place = { size: 8, ...queueMemory(FROM + 0x1000)(8) };
  const broken = new NeedsReset();
  const device = deviceHalf('queue', queueView(ram, FROM, place), { eventIdx: false, indirect: true, inOrder: false }, broken);
  let idx = 0;
  const offer = (address: number, bytes: number, flags: number): number => {
    const at = place.desc - FROM;
    ram.setBigUint64(at, BigInt(address), true);
    ram.setUint32(at + 8, bytes, true);
    ram.setUint16(at + 12, flags, true);
    ram.setUint16(place.driver - FROM + 2, ++idx, true);
    return device.popAvail();
  };
  is(device.payloadOf(offer(FROM, 100, 0)), 100, 'below the ring');
  device.pushUsed(0, 0);
  device.publishUsed();
  const table = 0x8000;
  ram.setBigUint64(table, BigInt(FROM + 0x10_000 - 300), true);
  ram.setUint32(table + 8, 300, true);
  is(device.payloadOf(offer(FROM + table, 16, 4)), 300, 'by a table, to the end of memory');
  device.pushUsed(0, 0);
  device.publishUsed();
  is(offer(FROM + 0x10_000 - 300, 301, 0), -1);
  equal([broken.violation?.section, broken.violation?.reason], ['2.7.5', '0x4000fed4 + 301 bytes is not in the guest\'s memory']);
});

test('VIRTIO 1.2 section 2.7: the areas do not overlap, and are aligned', () => {
  const allocate = queueMemory(FROM);
  let end = FROM;
  for (const size of [1, 2, 64, 256, 1024]) {
    const { desc, driver, device } = allocate(size);
    equal([desc % 16, driver % 2, device % 4], [0, 0, 0]);
    equal([desc >= end, driver >= desc + 16 * size, device >= driver + 6 + 2 * size], [true, true, true]);
    end = device + 6 + 8 * size;
  }
});

test('an area that is not in guest memory is refused by name', () => {
  const inside = { size: 8, desc: FROM, driver: FROM + 128, device: FROM + 256 };
  throws(() => queueView(memory(), FROM, { ...inside, desc: FROM - 16 }), 'the descriptor table at 0x3ffffff0 is not in guest memory');
  throws(() => queueView(memory(), FROM, { ...inside, device: FROM + 0x10_000 - 8 }), 'the used ring at 0x4000fff8 is not in guest memory');
  throws(() => queueView(memory(), FROM, { ...inside, desc: FROM + 512 }), 'the available ring at 0x40000080 lies below the descriptor table');
});

test.run();
