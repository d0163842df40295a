import { suite } from 'uvu';
import { equal, is, throws } from 'uvu/assert';
import { queueMemory } from '../../../src/virtio/negotiation/queue-memory.ts';
import { queueView } from '../../../src/virtio/negotiation/queue-view.ts';
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
  const driver = new SplitDriver(queueView(ram, FROM, place), features, sides.driver);
  const device = new SplitDevice('queue', queueView(ram, FROM, place), features, sides.device, driver.cookies, new NeedsReset());
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
