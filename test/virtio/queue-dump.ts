import type { Virtqueue } from '../../src/virtio/build-virtqueue.ts';
import { guestMemory, pieceOf } from '../../src/virtio/inspect/guest-memory.ts';
import { nothingHeld } from '../../src/virtio/inspect/queue-dump.ts';
import type { HeldIndices, QueueDump } from '../../src/virtio/inspect/queue-dump.ts';
import { RAM_END, RAM_START } from '../../src/virtio/ring-memory.ts';
import { DESCRIPTOR_BYTES, USED_ELEMENT_BYTES } from '../../src/virtio/split-layout.ts';
import type { QueueFeatures } from '../../src/virtio/virtqueue.ts';

/** The bytes of one of the lab's queues as the inspection reads memory of a real guest: nothing but the bytes is shared. */
export function dumpOf({ layout }: Virtqueue, { eventIdx, indirect, inOrder }: QueueFeatures, held: Partial<HeldIndices> = {}): QueueDump {
  const { size, memory: { view } } = layout;
  const area = (start: number, length: number) => ({ address: BigInt(RAM_START + start), bytes: new Uint8Array(view.buffer, start, length) });
  const [driver, device] = layout.layout === 'split'
    ? [area(layout.availFlags, 6 + 2 * size), area(layout.usedFlags, 6 + USED_ELEMENT_BYTES * size)]
    : [area(layout.driverEvent, 4), area(layout.deviceEvent, 4)];
  const ranges = [{ address: BigInt(RAM_START), length: BigInt(view.byteLength) }, { address: 2n ** 32n, length: BigInt(RAM_END) - 2n ** 32n }];
  return {
    name: 'queue', layout: layout.layout, size, desc: area(0, DESCRIPTOR_BYTES * size), driver, device,
    features: { eventIdx, indirectDesc: indirect, inOrder },
    held: { ...nothingHeld, ...held },
    memory: guestMemory([pieceOf(BigInt(RAM_START), new Uint8Array(view.buffer))], ranges),
  };
}
