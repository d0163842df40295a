import { footprints } from '../../src/virtio/footprint.ts';
import { NeedsReset } from '../../src/virtio/needs-reset.ts';
import { SplitDevice } from '../../src/virtio/split-device.ts';
import { SplitDriver } from '../../src/virtio/split-driver.ts';
import { DESCRIPTOR_BYTES, splitLayout, USED_ELEMENT_BYTES } from '../../src/virtio/split-layout.ts';

export interface Descriptor {
  readonly address: number;
  readonly bytes: number;
  readonly flags: number;
  readonly next: number;
}

/** Both halves of one split virtqueue, and what its bytes say. */
export function splitQueue(size: number, eventIdx: boolean) {
  const layout = splitLayout(size);
  const { view: memory } = layout.memory;
  const sides = footprints(memory.byteLength);
  const features = { eventIdx, indirect: false, inOrder: false };
  const driver = new SplitDriver(layout, features, sides.driver);
  const device = new SplitDevice('queue', layout, features, sides.device, driver.cookies, new NeedsReset());
  const u16 = (at: number): number => memory.getUint16(at, true);
  const u32 = (at: number): number => memory.getUint32(at, true);
  const descriptor = (index: number): Descriptor => {
    const at = index * DESCRIPTOR_BYTES;
    return { address: u32(at) + u32(at + 4) * 2 ** 32, bytes: u32(at + 8), flags: u16(at + 12), next: u16(at + 14) };
  };
  const chain = (head: number): readonly number[] => (descriptor(head).flags & 1) === 0 ? [head] : [head, ...chain(descriptor(head).next)];
  return {
    driver, device, layout, u16, descriptor, chain,
    avail: (slot: number): number => u16(layout.availRing + 2 * slot),
    used: (slot: number): readonly [id: number, written: number] => [u32(layout.usedRing + USED_ELEMENT_BYTES * slot), u32(layout.usedRing + USED_ELEMENT_BYTES * slot + 4)],
    /** So many requests of one descriptor go all the way round. */
    turn(times: number): void {
      for (let i = 0; i < times; i++) {
        driver.add(i, 1, 0, 1);
        driver.needsKick();
        device.pushUsed(device.popAvail(), 0);
        device.publishUsed();
        device.needsCall();
        driver.popUsed();
      }
    },
  };
}
