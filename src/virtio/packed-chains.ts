import { ChainReading } from './chain-reading.ts';
import type { Footprint } from './footprint.ts';
import type { NeedsReset } from './needs-reset.ts';
import type { PackedLayout } from './packed-layout.ts';
import { isAvailable, onward, slotOf } from './packed-place.ts';
import { DESC_F_INDIRECT, DESC_F_NEXT, DESC_F_WRITE, DESCRIPTOR_BYTES } from './split-layout.ts';

/** Reads lists out of the descriptor ring of a packed virtqueue as a device does. VIRTIO 1.2 sections 2.8.6, 2.8.7, 2.8.17 and 2.8.19. */
export class PackedChains {
  readonly reading: ChainReading;
  /** Of the list that was read last: its buffer id, and the slots that it takes. */
  id = 0;
  slots = 0;
  readonly #size: number;
  readonly #indirect: boolean;

  constructor(queue: string, { memory, size }: PackedLayout, indirect: boolean, footprint: Footprint, needsReset: NeedsReset) {
    this.reading = new ChainReading(queue, memory, { address: 'packedAddress', order: 'packedOrder' }, footprint, needsReset);
    this.#size = size;
    this.#indirect = indirect;
  }

  /** The list at a place, whose first descriptor is available; false where it breaks the device. `free`: slots that the device does not have already. */
  read(first: number, free: number): boolean {
    const size = this.#size;
    const { reading } = this;
    const { view } = reading;
    const head = slotOf(first, size);
    reading.begin(head);
    let place = first;
    for (this.slots = 1; ; this.slots++) {
      const slot = slotOf(place, size);
      const at = slot * DESCRIPTOR_BYTES;
      const flags = view.getUint16(at + 14, true);
      if (this.slots > size) return reading.refuse('packedLength', head, `its list has NEXT in all ${size} descriptors of the ring`);
      if (!isAvailable(flags, place, size)) return reading.refuse('packedUnfinished', slotOf(onward(place, 2 * size - 1, size), size), `has NEXT, and descriptor ${slot} is not available`);
      if (this.slots > free) return reading.refuse('packedShared', slot, 'is made available again, and the device has all descriptors still');
      reading.visit(at);
      const hasNext = (flags & DESC_F_NEXT) !== 0;
      if ((flags & DESC_F_INDIRECT) !== 0) {
        if (!this.#indirect) return reading.refuse('packedIndirectFeature', slot, 'is INDIRECT, which was not negotiated');
        if (hasNext || this.slots > 1) return reading.refuse('packedIndirectNext', slot, 'is INDIRECT in a list linked by NEXT');
        if (!this.#readTable(at, slot)) return false;
      } else if (!reading.add(at, slot, (flags & DESC_F_WRITE) !== 0)) return false;
      if (!hasNext) {
        this.id = view.getUint16(at + 12, true);
        return true;
      }
      place = onward(place, 1, size);
    }
  }

  /** Elements of a table stand one behind the other; of their flags only WRITE counts. */
  #readTable(of: number, slot: number): boolean {
    const { reading } = this;
    const { view } = reading;
    const start = reading.enterTable(of, slot, 'packedTable');
    if (start < 0) return false;
    const count = view.getUint32(of + 8, true) / DESCRIPTOR_BYTES;
    if (count > this.#size) {
      reading.tableOf = -1;
      return reading.refuse('packedLength', slot, `refers to an indirect table of ${count} descriptors in a queue of ${this.#size}`);
    }
    for (let index = 0; index < count; index++) {
      const at = start + index * DESCRIPTOR_BYTES;
      reading.visit(at);
      const flags = view.getUint16(at + 14, true);
      if ((flags & DESC_F_INDIRECT) !== 0) return reading.refuse('packedNested', index, 'is INDIRECT within an indirect table');
      if (!reading.add(at, index, (flags & DESC_F_WRITE) !== 0)) return false;
    }
    return true;
  }
}
