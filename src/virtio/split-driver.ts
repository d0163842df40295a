import { eventIsDue } from './event-index.ts';
import type { Footprint } from './footprint.ts';
import { BUFFER_STRIDE, BUFFERS_HIGH, ELEMENT_STRIDE, HEADER_BYTES, RAM_START } from './ring-memory.ts';
import { DESC_F_INDIRECT, DESC_F_NEXT, DESC_F_WRITE, DESCRIPTOR_BYTES, NO_INTERRUPT, NO_NOTIFY, USED_ELEMENT_BYTES } from './split-layout.ts';
import type { SplitLayout } from './split-layout.ts';
import type { DriverQueue, QueueFeatures } from './virtqueue.ts';

/** Which element of a chain is neither header nor status. */
const payloadAt = (count: number): number => (count > 1 ? 1 : 0);

/** The driver's half of a split virtqueue, in bytes. VIRTIO 1.2 sections 2.7.13 and 2.7.14. */
export class SplitDriver implements DriverQueue {
  readonly footprint: Footprint;
  /** By head: who gets the completion. */
  readonly cookies: Int32Array;
  usedBytes = 0;
  readonly #layout: SplitLayout;
  readonly #u16: Uint16Array;
  readonly #u32: Uint32Array;
  readonly #mask: number;
  readonly #eventIdx: boolean;
  readonly #indirect: boolean;
  readonly #inOrder: boolean;
  /** The free list, and by head what is not read back from memory that the device could write. */
  readonly #next: Uint16Array;
  readonly #counts: Uint16Array;
  readonly #writable: Float64Array;
  #freeHead = 0;
  #freeCount: number;
  #availIdx = 0;
  #kickTestedIdx = 0;
  #lastUsedIdx = 0;
  /** Of the batch that is being popped, under IN_ORDER: its last chain (or -1), and what was written into that. */
  #batchEnd = -1;
  #batchBytes = 0;
  #wantsCalls = true;

  constructor(layout: SplitLayout, features: QueueFeatures, footprint: Footprint) {
    const { size, memory } = layout;
    this.#layout = layout;
    this.#u16 = memory.u16;
    this.#u32 = memory.u32;
    this.#mask = size - 1;
    this.#eventIdx = features.eventIdx;
    this.#indirect = features.indirect;
    this.#inOrder = features.inOrder;
    this.footprint = footprint;
    this.cookies = new Int32Array(size);
    this.#next = Uint16Array.from({ length: size }, (_, i) => (i + 1) & (size - 1));
    this.#counts = new Uint16Array(size);
    this.#writable = new Float64Array(size);
    this.#freeCount = size;
  }

  get nextAvail(): number {
    return this.#availIdx;
  }

  /** A table lifts the limit of free descriptors, not that of the queue's size. Section 2.7.5.3.1. */
  hasRoom(descriptors: number): boolean {
    return this.#freeCount >= (this.#indirect && descriptors > 1 ? 1 : descriptors) && descriptors <= this.#layout.size;
  }

  add(cookie: number, readable: number, writable: number, payload: number): void {
    const { availRing, availIdx } = this.#layout;
    const count = readable + writable;
    const head = this.#freeHead;
    const inTable = this.#indirect && count > 1;
    this.#freeHead = inTable ? this.#writeTable(head, readable, count, payload) : this.#writeChain(head, readable, count, payload);
    this.#counts[head] = inTable ? 1 : count;
    this.#freeCount -= this.#counts[head];
    this.#writable[head] = writable * HEADER_BYTES + (readable <= payloadAt(count) ? payload - HEADER_BYTES : 0);
    this.cookies[head] = cookie;
    this.#write16(availRing + 2 * (this.#availIdx & this.#mask), head);
    this.#availIdx = (this.#availIdx + 1) & 0xffff;
    this.#write16(availIdx, this.#availIdx);
  }

  needsKick(): boolean {
    const old = this.#kickTestedIdx;
    this.#kickTestedIdx = this.#availIdx;
    if (this.#eventIdx) return eventIsDue(this.#read16(this.#layout.availEvent), this.#availIdx, old);
    return (this.#read16(this.#layout.usedFlags) & NO_NOTIFY) === 0;
  }

  get hasUsed(): boolean {
    return this.#batchEnd >= 0 || this.#read16(this.#layout.usedIdx) !== this.#lastUsedIdx;
  }

  popUsed(): number {
    if (this.#batchEnd < 0) {
      if (!this.hasUsed) return -1;
      const element = this.#layout.usedRing + USED_ELEMENT_BYTES * (this.#lastUsedIdx & this.#mask);
      this.footprint.read(element);
      this.#batchEnd = this.#u32[element >> 2];
      this.#batchBytes = this.#u32[(element >> 2) + 1];
    }
    const end = this.#batchEnd;
    // Chains of a batch were made available in this order; those before its last were used whole. Section 2.7.9.
    const head = this.#inOrder ? this.#u16[(this.#layout.availRing >> 1) + (this.#lastUsedIdx & this.#mask)] : end;
    this.usedBytes = head === end ? this.#batchBytes : this.#writable[head];
    if (head === end) this.#batchEnd = -1;
    this.#lastUsedIdx = (this.#lastUsedIdx + 1) & 0xffff;
    this.#free(head);
    if (this.#eventIdx && this.#wantsCalls) this.#write16(this.#layout.usedEvent, this.#lastUsedIdx);
    return this.cookies[head];
  }

  /** Under EVENT_IDX the event index is only left where it is, as Linux does. */
  disableCalls(): void {
    if (this.#wantsCalls && !this.#eventIdx) this.#write16(this.#layout.availFlags, NO_INTERRUPT);
    this.#wantsCalls = false;
  }

  enableCalls(): boolean {
    return this.#enableAt(0);
  }

  enableCallsDelayed(): boolean {
    const outstanding = (this.#availIdx - this.#lastUsedIdx) & 0xffff;
    return this.#enableAt(this.#eventIdx ? (outstanding * 3) >> 2 : 0);
  }

  #enableAt(ahead: number): boolean {
    if (this.#eventIdx) this.#write16(this.#layout.usedEvent, (this.#lastUsedIdx + ahead) & 0xffff);
    else if (!this.#wantsCalls) this.#write16(this.#layout.availFlags, 0);
    this.#wantsCalls = true;
    return ((this.#read16(this.#layout.usedIdx) - this.#lastUsedIdx) & 0xffff) > ahead;
  }

  /** Last come, first served: the next chain is written where the lines are warm. Under IN_ORDER chains follow each other around the table. */
  #free(head: number): void {
    const count = this.#counts[head];
    this.#freeCount += count;
    if (this.#inOrder) return;
    let last = head;
    for (let i = 1; i < count; i++) last = this.#next[last];
    this.#next[last] = this.#freeHead;
    this.#freeHead = head;
  }

  /** Links a chain in the descriptor table; says which descriptor is free then. */
  #writeChain(head: number, readable: number, count: number, payload: number): number {
    let index = head;
    for (let i = 0; i < count; i++) {
      const next = this.#next[index];
      const isLast = i + 1 === count;
      const flags = (isLast ? 0 : DESC_F_NEXT) | (i >= readable ? DESC_F_WRITE : 0);
      this.#describe(index * DESCRIPTOR_BYTES, BUFFERS_HIGH, index * BUFFER_STRIDE, i === payloadAt(count) ? payload : HEADER_BYTES, flags, isLast ? 0 : next);
      index = next;
    }
    return index;
  }

  /** The same with one descriptor that refers to a table. */
  #writeTable(head: number, readable: number, count: number, payload: number): number {
    const { tables } = this.#layout;
    const table = tables.start + head * tables.stride;
    for (let i = 0; i < count; i++) {
      const isLast = i + 1 === count;
      const flags = (isLast ? 0 : DESC_F_NEXT) | (i >= readable ? DESC_F_WRITE : 0);
      this.#describe(table + i * DESCRIPTOR_BYTES, BUFFERS_HIGH, head * BUFFER_STRIDE + i * ELEMENT_STRIDE, i === payloadAt(count) ? payload : HEADER_BYTES, flags, isLast ? 0 : i + 1);
    }
    this.#describe(head * DESCRIPTOR_BYTES, 0, RAM_START + table, count * DESCRIPTOR_BYTES, DESC_F_INDIRECT, 0);
    return this.#next[head];
  }

  #describe(at: number, addressHigh: number, addressLow: number, bytes: number, flags: number, next: number): void {
    const word = at >> 2;
    this.#u32[word] = addressLow;
    this.#u32[word + 1] = addressHigh;
    this.#u32[word + 2] = bytes;
    this.#u32[word + 3] = flags | (next << 16);
    this.footprint.write(at);
  }

  #read16(at: number): number {
    this.footprint.read(at);
    return this.#u16[at >> 1];
  }

  #write16(at: number, value: number): void {
    this.#u16[at >> 1] = value;
    this.footprint.write(at);
  }
}
