import { eventIsDue } from './event-index.ts';
import { DESC_F_NEXT, DESCRIPTOR_BYTES, NO_INTERRUPT, NO_NOTIFY, USED_ELEMENT_BYTES } from './split-layout.ts';
import type { SplitLayout } from './split-layout.ts';
import type { DeviceQueue } from './virtqueue.ts';

/** The device's half of a split virtqueue, in bytes. VIRTIO 1.2 sections 2.7.6 to 2.7.10. */
export class SplitDevice implements DeviceQueue {
  readonly #layout: SplitLayout;
  readonly #memory: DataView;
  readonly #eventIdx: boolean;
  /** The driver's note of whose request a head is: the lab's stand-in for the buffer's address. */
  readonly #cookies: Int32Array;
  #lastAvailIdx = 0;
  #usedIdx = 0;
  #signalledIdx = 0;
  /** The first call is unconditional: nothing was signalled yet. */
  #signalledIsValid = false;

  constructor(layout: SplitLayout, eventIdx: boolean, cookies: Int32Array) {
    this.#layout = layout;
    this.#memory = layout.memory;
    this.#eventIdx = eventIdx;
    this.#cookies = cookies;
  }

  get hasAvail(): boolean {
    return this.#memory.getUint16(this.#layout.availIdx, true) !== this.#lastAvailIdx;
  }

  popAvail(): number {
    if (!this.hasAvail) return -1;
    const head = this.#memory.getUint16(this.#layout.availRing + 2 * (this.#lastAvailIdx & (this.#layout.size - 1)), true);
    this.#lastAvailIdx = (this.#lastAvailIdx + 1) & 0xffff;
    return head;
  }

  payloadOf(head: number): number {
    const at = head * DESCRIPTOR_BYTES;
    const hasNext = (this.#memory.getUint16(at + 12, true) & DESC_F_NEXT) !== 0;
    const payload = hasNext ? this.#memory.getUint16(at + 14, true) * DESCRIPTOR_BYTES : at;
    return this.#memory.getUint32(payload + 8, true);
  }

  cookieOf(head: number): number {
    return this.#cookies[head];
  }

  fill(head: number, cookie: number): void {
    this.#cookies[head] = cookie;
  }

  pushUsed(head: number, written: number): void {
    const at = this.#layout.usedRing + USED_ELEMENT_BYTES * (this.#usedIdx & (this.#layout.size - 1));
    this.#memory.setUint32(at, head, true);
    this.#memory.setUint32(at + 4, written, true);
    this.#usedIdx = (this.#usedIdx + 1) & 0xffff;
    this.#memory.setUint16(this.#layout.usedIdx, this.#usedIdx, true);
  }

  needsCall(): boolean {
    if (!this.#eventIdx) return (this.#memory.getUint16(this.#layout.availFlags, true) & NO_INTERRUPT) === 0;
    const old = this.#signalledIdx;
    const valid = this.#signalledIsValid;
    this.#signalledIdx = this.#usedIdx;
    this.#signalledIsValid = true;
    return !valid || eventIsDue(this.#memory.getUint16(this.#layout.usedEvent, true), this.#usedIdx, old);
  }

  /** Under EVENT_IDX the event index is only left where it is, as vhost does. */
  disableKicks(): void {
    if (!this.#eventIdx) this.#memory.setUint16(this.#layout.usedFlags, NO_NOTIFY, true);
  }

  enableKicks(): boolean {
    if (this.#eventIdx) this.#memory.setUint16(this.#layout.availEvent, this.#lastAvailIdx, true);
    else this.#memory.setUint16(this.#layout.usedFlags, 0, true);
    return this.hasAvail;
  }
}
