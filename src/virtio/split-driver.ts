import { eventIsDue } from './event-index.ts';
import { DESC_F_NEXT, DESC_F_WRITE, DESCRIPTOR_BYTES, NO_INTERRUPT, NO_NOTIFY, USED_ELEMENT_BYTES } from './split-layout.ts';
import type { SplitLayout } from './split-layout.ts';
import type { DriverQueue } from './virtqueue.ts';

const HEADER_BYTES = 16;
const BUFFER_BASE = 0x1000_0000;

/** The driver's half of a split virtqueue, in bytes. VIRTIO 1.2 sections 2.7.13 and 2.7.14. */
export class SplitDriver implements DriverQueue {
  readonly #layout: SplitLayout;
  readonly #memory: DataView;
  readonly #eventIdx: boolean;
  /** By head: who gets the completion, how long the chain is. */
  readonly cookies: Int32Array;
  readonly #chainLengths: Uint16Array;
  #freeHead = 0;
  #freeCount: number;
  #availIdx = 0;
  #kickTestedIdx = 0;
  #lastUsedIdx = 0;

  constructor(layout: SplitLayout, eventIdx: boolean) {
    this.#layout = layout;
    this.#memory = layout.memory;
    this.#eventIdx = eventIdx;
    this.cookies = new Int32Array(layout.size);
    this.#chainLengths = new Uint16Array(layout.size);
    this.#freeCount = layout.size;
    for (let i = 0; i < layout.size; i++) this.#memory.setUint16(i * DESCRIPTOR_BYTES + 14, (i + 1) % layout.size, true);
  }

  hasRoom(descriptors: number): boolean {
    return this.#freeCount >= descriptors;
  }

  add(cookie: number, readable: number, writable: number, payload: number): void {
    const memory = this.#memory;
    const count = readable + writable;
    const head = this.#freeHead;
    let index = head;
    for (let i = 0; i < count; i++) {
      const at = index * DESCRIPTOR_BYTES;
      const isPayload = i === (count > 1 ? 1 : 0);
      memory.setUint32(at, BUFFER_BASE + index * 65536, true);
      memory.setUint32(at + 4, 0, true);
      memory.setUint32(at + 8, isPayload ? payload : HEADER_BYTES, true);
      memory.setUint16(at + 12, (i + 1 < count ? DESC_F_NEXT : 0) | (i >= readable ? DESC_F_WRITE : 0), true);
      index = memory.getUint16(at + 14, true);
    }
    this.#freeHead = index;
    this.#freeCount -= count;
    this.cookies[head] = cookie;
    this.#chainLengths[head] = count;
    memory.setUint16(this.#layout.availRing + 2 * (this.#availIdx & (this.#layout.size - 1)), head, true);
    this.#availIdx = (this.#availIdx + 1) & 0xffff;
    memory.setUint16(this.#layout.availIdx, this.#availIdx, true);
  }

  needsKick(): boolean {
    const old = this.#kickTestedIdx;
    this.#kickTestedIdx = this.#availIdx;
    if (this.#eventIdx) return eventIsDue(this.#memory.getUint16(this.#layout.availEvent, true), this.#availIdx, old);
    return (this.#memory.getUint16(this.#layout.usedFlags, true) & NO_NOTIFY) === 0;
  }

  get hasUsed(): boolean {
    return this.#memory.getUint16(this.#layout.usedIdx, true) !== this.#lastUsedIdx;
  }

  popUsed(): number {
    const memory = this.#memory;
    if (!this.hasUsed) return -1;
    const head = memory.getUint32(this.#layout.usedRing + USED_ELEMENT_BYTES * (this.#lastUsedIdx & (this.#layout.size - 1)), true);
    this.#lastUsedIdx = (this.#lastUsedIdx + 1) & 0xffff;
    this.#free(head);
    if (this.#eventIdx && !this.#disabled) memory.setUint16(this.#layout.usedEvent, this.#lastUsedIdx, true);
    return this.cookies[head];
  }

  #disabled = false;

  /** Under EVENT_IDX the event index is only left where it is, as Linux does. */
  disableCalls(): void {
    this.#disabled = true;
    if (!this.#eventIdx) this.#memory.setUint16(this.#layout.availFlags, NO_INTERRUPT, true);
  }

  enableCalls(): boolean {
    return this.#enableAt(0);
  }

  enableCallsDelayed(): boolean {
    const outstanding = (this.#availIdx - this.#lastUsedIdx) & 0xffff;
    return this.#enableAt(this.#eventIdx ? Math.floor((outstanding * 3) / 4) : 0);
  }

  #enableAt(ahead: number): boolean {
    this.#disabled = false;
    if (this.#eventIdx) this.#memory.setUint16(this.#layout.usedEvent, (this.#lastUsedIdx + ahead) & 0xffff, true);
    else this.#memory.setUint16(this.#layout.availFlags, 0, true);
    return ((this.#memory.getUint16(this.#layout.usedIdx, true) - this.#lastUsedIdx) & 0xffff) > ahead;
  }

  #free(head: number): void {
    const memory = this.#memory;
    let last = head;
    for (let i = 1; i < this.#chainLengths[head]; i++) last = memory.getUint16(last * DESCRIPTOR_BYTES + 14, true);
    memory.setUint16(last * DESCRIPTOR_BYTES + 14, this.#freeHead, true);
    this.#freeHead = head;
    this.#freeCount += this.#chainLengths[head];
  }
}
