import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { buildVirtqueue } from '../../src/virtio/build-virtqueue.ts';
import { footprints } from '../../src/virtio/footprint.ts';
import { NeedsReset } from '../../src/virtio/needs-reset.ts';

const test = suite('virtio/footprint');

test('a line moves when a half reads what the other wrote since it last had it, and not again', () => {
  const { driver, device } = footprints(256);
  driver.write(0);
  device.read(4);
  device.read(60);
  equal([driver.lines, device.lines], [0, 1], 'one line of 64 bytes');
  driver.read(8);
  is(driver.lines, 0, 'who wrote it has it still');
  device.write(0);
  driver.read(0);
  driver.read(0);
  is(driver.lines, 1);
  device.read(64);
  is(device.lines, 2, 'the next line');
});

/** Lines that both halves fetch for so many chains of one descriptor that go together, over and over, per chain. */
function linesPerChain(layout: 'split' | 'packed', batch: number, features: { readonly indirect?: boolean; readonly inOrder?: boolean } = {}, length = 1): number {
  const { driver, device } = buildVirtqueue({ name: 'queue', layout, size: 256, longestChain: 3, eventIdx: true, indirect: false, inOrder: false, ...features }, new NeedsReset());
  const turns = 512;
  for (let turn = 0; turn < turns; turn++) {
    if (turn === turns / 2) driver.footprint.lines = device.footprint.lines = 0;
    for (let i = 0; i < batch; i++) driver.add(i, length - 1, 1, 64);
    driver.needsKick();
    for (let chain; (chain = device.popAvail()) >= 0; ) device.pushUsed(chain, 8);
    device.enableKicks();
    device.publishUsed();
    device.needsCall();
    while (driver.popUsed() >= 0);
    driver.enableCalls();
  }
  return (driver.footprint.lines + device.footprint.lines) / (batch * (turns / 2));
}

test('one request at a time: at least four lines in a split ring; a packed one needs fewer, on the line of its descriptor', () => {
  const [split, packed] = [linesPerChain('split', 1), linesPerChain('packed', 1)];
  ok(split > 6 && split <= 7, `${split}`);
  // The descriptor there and back, and both event suppression structures.
  is(packed, 4);
});

test('in batches lines are shared: four descriptors, eight used elements, thirty-two entries to a line', () => {
  // Of 32 chains: 8 lines of descriptors, 1 to 2 of entries, 4 to 5 of used elements, both indices, both event fields.
  const split = linesPerChain('split', 32) * 32;
  ok(split >= 8 + 1 + 4 + 2 + 2 && split <= 8 + 2 + 5 + 2 + 2, `${split}`);
  // 8 lines there and 8 back, and both structures.
  is(linesPerChain('packed', 32) * 32, 8 + 8 + 2);
});

test('under IN_ORDER one used element stands for a batch, and the others are not read', () => {
  const split = linesPerChain('split', 32, { inOrder: true }) * 32;
  ok(split < linesPerChain('split', 32) * 32 - 2, `${split}`);
  // 8 lines there, the first of them back.
  is(linesPerChain('packed', 32, { inOrder: true }) * 32, 8 + 1 + 2);
});

test('an indirect table is a line of its own beside that of its descriptor', () => {
  const [direct, indirect] = [linesPerChain('split', 1, {}, 3), linesPerChain('split', 1, { indirect: true }, 3)];
  is(indirect - direct, 1);
});

test.run();
