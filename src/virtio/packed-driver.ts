import type { Footprint } from './footprint.ts';
import { EVENT_DESC, EVENT_DISABLE, EVENT_ENABLE } from './packed-layout.ts';
import type { PackedLayout } from './packed-layout.ts';
import { availFlags, isUsed, MARKS, offWrapOf, onward, packedEventIsDue, slotOf } from './packed-place.ts';
import { BUFFER_STRIDE, BUFFERS_HIGH, ELEMENT_STRIDE, HEADER_BYTES, RAM_START } from './ring-memory.ts';
import { DESC_F_INDIRECT, DESC_F_NEXT, DESC_F_WRITE, DESCRIPTOR_BYTES } from './split-layout.ts';
import type { DriverQueue, QueueFeatures } from './virtqueue.ts';

/** Halfword of a descriptor's flags. */
const flagsAt = (slot: number): number => (slot * DESCRIPTOR_BYTES + 14) >> 1;

/** The driver's half of a packed virtqueue, in bytes. VIRTIO 1.2 sections 2.8.21 and 2.8.22. */
export class PackedDriver implements DriverQueue {
  readonly footprint: Footprint;
  /** By buffer id: who gets the completion. */
  readonly cookies: Int32Array;
  usedBytes = 0;
  readonly #layout: PackedLayout;
  readonly #u16: Uint16Array;
  readonly #u32: Uint32Array;
  readonly #size: number;
  readonly #eventIdx: boolean;
  readonly #indirect: boolean;
  readonly #inOrder: boolean;
  /** The list of free buffer ids, and by id the slots that it takes and the bytes that may be written. */
  readonly #next: Uint16Array;
  readonly #counts: Uint16Array;
  readonly #writable: Float64Array;
  #freeId = 0;
  #freeSlots: number;
  /** Places of the next buffer that is made available, and of the next used descriptor. */
  #avail = 0;
  #used = 0;
  /** Slots made available since the last test whether to kick, and where they begin. */
  #untestedSlots = 0;
  #untested = 0;
  /** Under IN_ORDER: the id of the oldest buffer, and of the batch that is popped its last (or -1) and what was written into that. */
  #oldestId = 0;
  #batchEnd = -1;
  #batchBytes = 0;
  #callFlags = EVENT_ENABLE;

  constructor(layout: PackedLayout, features: QueueFeatures, footprint: Footprint) {
    const { size, memory } = layout;
    this.#layout = layout;
    this.#u16 = memory.u16;
    this.#u32 = memory.u32;
    this.#size = size;
    this.#eventIdx = features.eventIdx;
    this.#indirect = features.indirect;
    this.#inOrder = features.inOrder;
    this.footprint = footprint;
    this.cookies = new Int32Array(size);
    this.#next = Uint16Array.from({ length: size }, (_, i) => (i + 1) % size);
    this.#counts = new Uint16Array(size);
    this.#writable = new Float64Array(size);
    this.#freeSlots = size;
  }

  get nextAvail(): number {
    return offWrapOf(this.#avail, this.#size);
  }

  /** A table lifts the limit of free descriptors, not that of the queue's size. Section 2.8.17. */
  hasRoom(descriptors: number): boolean {
    return this.#freeSlots >= (this.#indirect && descriptors > 1 ? 1 : descriptors) && descriptors <= this.#size;
  }

  add(cookie: number, readable: number, writable: number, payload: number): void {
    const { size, tables } = this.#layout;
    const count = readable + writable;
    const id = this.#freeId;
    this.#freeId = this.#next[id];
    const inTable = this.#indirect && count > 1;
    const table = tables.start + id * tables.stride;
    const first = this.#avail;
    let place = first;
    let writableBytes = 0;
    for (let i = 0; i < count; i++) {
      const bytes = i === (count > 1 ? 1 : 0) ? payload : HEADER_BYTES;
      const write = i >= readable ? DESC_F_WRITE : 0;
      if (write !== 0) writableBytes += bytes;
      if (inTable) {
        this.#describe(table + i * DESCRIPTOR_BYTES, BUFFERS_HIGH, id * BUFFER_STRIDE + i * ELEMENT_STRIDE, bytes, 0, write);
      } else {
        this.#describe(slotOf(place, size) * DESCRIPTOR_BYTES, BUFFERS_HIGH, id * BUFFER_STRIDE + i * ELEMENT_STRIDE, bytes, id, this.#marks(place, first) | write | (i + 1 < count ? DESC_F_NEXT : 0));
        place = onward(place, 1, size);
      }
    }
    if (inTable) {
      this.#describe(slotOf(first, size) * DESCRIPTOR_BYTES, 0, RAM_START + table, count * DESCRIPTOR_BYTES, id, this.#marks(first, first) | DESC_F_INDIRECT);
      place = onward(place, 1, size);
    }
    const slots = inTable ? 1 : count;
    this.#counts[id] = slots;
    this.#writable[id] = writableBytes;
    this.cookies[id] = cookie;
    this.#freeSlots -= slots;
    this.#untestedSlots += slots;
    this.#avail = place;
    const flags = flagsAt(slotOf(first, size));
    this.#u16[flags] = (this.#u16[flags] & ~MARKS) | availFlags(first, size);
  }

  needsKick(): boolean {
    const { deviceEvent, size } = this.#layout;
    const [place, slots] = [this.#untested, this.#untestedSlots];
    this.#untested = this.#avail;
    this.#untestedSlots = 0;
    this.footprint.read(deviceEvent);
    return packedEventIsDue(this.#u16[deviceEvent >> 1], this.#u16[(deviceEvent >> 1) + 1], place, slots, size);
  }

  get hasUsed(): boolean {
    return this.#batchEnd >= 0 || this.#isUsed(this.#used);
  }

  popUsed(): number {
    const size = this.#size;
    const inOrder = this.#inOrder;
    if (this.#batchEnd < 0) {
      if (!this.hasUsed) return -1;
      const at = slotOf(this.#used, size) * DESCRIPTOR_BYTES;
      this.#batchEnd = this.#u16[(at >> 1) + 6];
      this.#batchBytes = this.#u32[(at >> 2) + 2];
    }
    // Buffers of a batch were made available in this order; those before its last were used whole. Section 2.8.8.
    const id = inOrder ? this.#oldestId : this.#batchEnd;
    this.usedBytes = id === this.#batchEnd ? this.#batchBytes : this.#writable[id];
    if (id === this.#batchEnd) this.#batchEnd = -1;
    this.#freeSlots += this.#counts[id];
    this.#used = onward(this.#used, this.#counts[id], size);
    if (inOrder) {
      this.#oldestId = this.#next[id];
    } else {
      this.#next[id] = this.#freeId;
      this.#freeId = id;
    }
    if (this.#callFlags === EVENT_DESC) this.#write16(this.#layout.driverEvent, offWrapOf(this.#used, size));
    return this.cookies[id];
  }

  disableCalls(): void {
    this.#setCallFlags(EVENT_DISABLE);
  }

  enableCalls(): boolean {
    return this.#enableAt(0);
  }

  enableCallsDelayed(): boolean {
    return this.#enableAt(this.#eventIdx ? ((this.#size - this.#freeSlots) * 3) >> 2 : 0);
  }

  /** Asks for a call when the slot is used that comes so many after the next; true when it was. */
  #enableAt(slots: number): boolean {
    const { size, driverEvent } = this.#layout;
    if (this.#eventIdx) this.#write16(driverEvent, offWrapOf(onward(this.#used, slots, size), size));
    this.#setCallFlags(this.#eventIdx ? EVENT_DESC : EVENT_ENABLE);
    let used = this.#batchEnd < 0 ? 0 : this.#slotsUpTo(this.#oldestId, this.#batchEnd);
    let next = this.#batchEnd < 0 ? this.#oldestId : this.#next[this.#batchEnd];
    while (used <= slots && used < size - this.#freeSlots) {
      const place = onward(this.#used, used, size);
      if (!this.#isUsed(place)) return false;
      const id = this.#u16[(slotOf(place, size) * DESCRIPTOR_BYTES + 12) >> 1];
      used += this.#inOrder ? this.#slotsUpTo(next, id) : this.#counts[id];
      next = this.#next[id];
    }
    return used > slots;
  }

  /** Slots of the buffers from one id up to another, which were made available in this order. */
  #slotsUpTo(first: number, last: number): number {
    let slots = this.#counts[first];
    for (let id = first; id !== last; ) {
      id = this.#next[id];
      slots += this.#counts[id];
    }
    return slots;
  }

  /** Wrap counters of a descriptor that is written: the first of a list keeps its old ones until all others stand there. Section 2.8.21.1. */
  #marks(place: number, first: number): number {
    return place === first ? this.#u16[flagsAt(slotOf(place, this.#size))] & MARKS : availFlags(place, this.#size);
  }

  #isUsed(place: number): boolean {
    const size = this.#size;
    const slot = slotOf(place, size);
    this.footprint.read(slot * DESCRIPTOR_BYTES);
    return isUsed(this.#u16[flagsAt(slot)], place, size);
  }

  #setCallFlags(flags: number): void {
    if (flags === this.#callFlags) return;
    this.#callFlags = flags;
    this.#write16(this.#layout.driverEvent + 2, flags);
  }

  #describe(at: number, addressHigh: number, addressLow: number, bytes: number, id: number, flags: number): void {
    const word = at >> 2;
    this.#u32[word] = addressLow;
    this.#u32[word + 1] = addressHigh;
    this.#u32[word + 2] = bytes;
    this.#u16[(at >> 1) + 6] = id;
    this.#u16[(at >> 1) + 7] = flags;
    this.footprint.write(at);
  }

  #write16(at: number, value: number): void {
    this.#u16[at >> 1] = value;
    this.footprint.write(at);
  }
}
