import { ChainReading } from './chain-reading.ts';
import type { Footprint } from './footprint.ts';
import type { NeedsReset } from './needs-reset.ts';
import { DESC_F_INDIRECT, DESC_F_NEXT, DESC_F_WRITE, DESCRIPTOR_BYTES } from './split-layout.ts';
import type { SplitLayout } from './split-layout.ts';

/** Reads chains out of the descriptor table of a split virtqueue as a device does. VIRTIO 1.2 sections 2.7.4 and 2.7.5. */
export class SplitChains {
  readonly reading: ChainReading;
  readonly #size: number;
  readonly #indirect: boolean;

  constructor(queue: string, { memory, size }: SplitLayout, indirect: boolean, footprint: Footprint, needsReset: NeedsReset) {
    this.reading = new ChainReading(queue, memory, { address: 'splitAddress', order: 'splitOrder' }, footprint, needsReset);
    this.#size = size;
    this.#indirect = indirect;
  }

  /** What a chain holds is then in `reading`; false where it breaks the device. */
  read(head: number): boolean {
    const { reading } = this;
    const { view } = reading;
    reading.begin(head);
    let base = 0;
    let limit = this.#size;
    let left = limit;
    let index = head;
    for (;;) {
      if (left-- === 0 || reading.elements === this.#size) return this.#refuseLength(index, base, limit);
      const at = base + index * DESCRIPTOR_BYTES;
      reading.visit(at);
      const flags = view.getUint16(at + 12, true);
      if ((flags & DESC_F_INDIRECT) !== 0) {
        if (reading.tableOf >= 0) return reading.refuse('splitNested', index, 'is INDIRECT within an indirect table');
        if (!this.#indirect) return reading.refuse('splitIndirectFeature', index, 'is INDIRECT, which was not negotiated');
        if ((flags & DESC_F_NEXT) !== 0) return reading.refuse('splitIndirectNext', index, 'is INDIRECT and has NEXT');
        base = reading.enterTable(at, index, 'splitTable');
        if (base < 0) return false;
        left = limit = view.getUint32(at + 8, true) / DESCRIPTOR_BYTES;
        index = 0;
        continue;
      }
      if (!reading.add(at, index, (flags & DESC_F_WRITE) !== 0)) return false;
      if ((flags & DESC_F_NEXT) === 0) break;
      const next = view.getUint16(at + 14, true);
      if (next >= limit) return reading.refuse('splitNext', index, `next is ${next}, and the ${base === 0 ? '' : 'indirect '}table has ${limit} descriptors`);
      index = next;
    }
    const total = reading.readableBytes + reading.writableBytes;
    if (total <= 0x1_0000_0000) return true;
    reading.tableOf = -1;
    return reading.refuse('splitTotal', head, `the lengths of its chain add up to ${total} bytes, more than 2^32`);
  }

  /** More descriptors than the queue has: in the descriptor table that is a loop; an indirect table can be too long without one. */
  #refuseLength(index: number, base: number, limit: number): false {
    const { reading } = this;
    const seen = new Set<number>();
    let at = reading.tableOf < 0 ? reading.head : 0;
    while (at < limit && !seen.has(at) && (reading.view.getUint16(base + at * DESCRIPTOR_BYTES + 12, true) & DESC_F_NEXT) !== 0) {
      seen.add(at);
      at = reading.view.getUint16(base + at * DESCRIPTOR_BYTES + 14, true);
    }
    if (seen.has(at)) return reading.refuse('splitLoop', at, reading.tableOf < 0 ? `the chain from ${reading.head} comes back to it` : 'the indirect table comes back to it');
    return reading.refuse('splitLength', index, `the chain from ${reading.head} has more than ${this.#size} descriptors, the size of the queue`);
  }
}
