import { eventIsDue } from './event-index.ts';
import type { Footprint } from './footprint.ts';
import type { RuleId } from './inspect/rules.ts';
import type { NeedsReset } from './needs-reset.ts';
import { SplitChains } from './split-chains.ts';
import { nextAvailIn } from './notification.ts';
import { NO_INTERRUPT, NO_NOTIFY, USED_ELEMENT_BYTES } from './split-layout.ts';
import type { SplitLayout } from './split-layout.ts';
import type { DeviceQueue, QueueFeatures } from './virtqueue.ts';

/** By head: whether the device has the chain, or has done with it before others that come first. */
const [NOT_HELD, HELD, DONE] = [0, 1, 2] as const;

/** The device's half of a split virtqueue, in bytes; it trusts nothing that the driver wrote. VIRTIO 1.2 sections 2.7.6 to 2.7.10. */
export class SplitDevice implements DeviceQueue {
  readonly footprint: Footprint;
  readonly #name: string;
  readonly #layout: SplitLayout;
  readonly #u16: Uint16Array;
  readonly #u32: Uint32Array;
  readonly #mask: number;
  readonly #eventIdx: boolean;
  readonly #inOrder: boolean;
  readonly #chains: SplitChains;
  readonly #needsReset: NeedsReset;
  /** The driver's note of whose request a head is: the lab's stand-in for the buffer's address. */
  readonly #cookies: Int32Array;
  /** By head, as it was read once: what the driver writes afterwards changes nothing. */
  readonly #states: Uint8Array;
  readonly #payloads: Uint32Array;
  readonly #writable: Float64Array;
  readonly #written: Uint32Array;
  /** Heads in the order in which they were taken, by slot of the available ring. */
  readonly #taken: Uint16Array;
  /** The available index as it was learnt last. */
  #availIdx = 0;
  #lastAvailIdx = 0;
  #usedIdx = 0;
  /** Heads that were pushed and not published: nothing of them is in the ring yet. */
  readonly #pushed: Uint16Array;
  #pushedCount = 0;
  #signalledIdx = 0;
  /** The first call is unconditional: nothing was signalled yet. */
  #signalledIsValid = false;

  constructor(name: string, layout: SplitLayout, features: QueueFeatures, footprint: Footprint, cookies: Int32Array, needsReset: NeedsReset) {
    const { size, memory } = layout;
    this.#name = name;
    this.#layout = layout;
    this.#u16 = memory.u16;
    this.#u32 = memory.u32;
    this.#mask = size - 1;
    this.#eventIdx = features.eventIdx;
    this.#inOrder = features.inOrder;
    this.#chains = new SplitChains(name, layout, features.indirect, footprint, needsReset);
    this.footprint = footprint;
    this.#cookies = cookies;
    this.#needsReset = needsReset;
    this.#states = new Uint8Array(size);
    this.#payloads = new Uint32Array(size);
    this.#writable = new Float64Array(size);
    this.#written = new Uint32Array(size);
    this.#taken = new Uint16Array(size);
    this.#pushed = new Uint16Array(size);
  }

  get hasAvail(): boolean {
    if (this.#needsReset.violation !== null) return false;
    if (this.#availIdx !== this.#lastAvailIdx) return true;
    const idx = this.#read16(this.#layout.availIdx);
    return idx !== this.#availIdx && this.#learn(idx);
  }

  /** A kick that comes late says less than is known already. */
  notified(notification: number): void {
    const nextAvail = nextAvailIn(notification);
    if (this.#needsReset.violation === null && ((nextAvail - this.#availIdx) & 0xffff) <= this.#layout.size) this.#learn(nextAvail);
  }

  popAvail(): number {
    if (!this.hasAvail) return -1;
    const slot = this.#lastAvailIdx & this.#mask;
    const head = this.#read16(this.#layout.availRing + 2 * slot);
    const { size } = this.#layout;
    if (head >= size) return this.#refuse('availHead', slot, `its entry is ${head}, and the table has ${size} descriptors`);
    if (this.#states[head] !== NOT_HELD) return this.#refuse('splitShared', slot, `head ${head} is made available again, and the device has it still`);
    if (!this.#chains.read(head)) return -1;
    const { payload, writableBytes } = this.#chains.reading;
    this.#states[head] = HELD;
    this.#payloads[head] = payload;
    this.#writable[head] = writableBytes;
    this.#taken[slot] = head;
    this.#lastAvailIdx = (this.#lastAvailIdx + 1) & 0xffff;
    return head;
  }

  payloadOf(head: number): number {
    return this.#payloads[head];
  }

  cookieOf(head: number): number {
    return this.#cookies[head];
  }

  fill(head: number, cookie: number): void {
    this.#cookies[head] = cookie;
  }

  pushUsed(head: number, written: number): void {
    if (this.#needsReset.violation !== null) return;
    if (this.#states[head] !== HELD) {
      this.#needsReset.because(this.#name, 'usedAhead', 'used ring', (this.#usedIdx + this.#pushedCount) & this.#mask, `chain ${head} is given back, and the device does not have it`);
      return;
    }
    this.#written[head] = Math.min(written, this.#writable[head]);
    this.#states[head] = DONE;
    if (!this.#inOrder) this.#pushed[this.#pushedCount++] = head;
  }

  publishUsed(): number {
    if (this.#needsReset.violation !== null) return 0;
    const count = this.#inOrder ? this.#writeBatch() : this.#pushedCount;
    for (let i = 0; i < this.#pushedCount; i++) this.#writeElement(this.#usedIdx + i, this.#pushed[i]);
    this.#pushedCount = 0;
    if (count === 0) return 0;
    this.#usedIdx = (this.#usedIdx + count) & 0xffff;
    this.#write16(this.#layout.usedIdx, this.#usedIdx);
    return count;
  }

  needsCall(): boolean {
    if (this.#needsReset.violation !== null) return false;
    if (!this.#eventIdx) return (this.#read16(this.#layout.availFlags) & NO_INTERRUPT) === 0;
    const old = this.#signalledIdx;
    const valid = this.#signalledIsValid;
    this.#signalledIdx = this.#usedIdx;
    this.#signalledIsValid = true;
    return !valid || eventIsDue(this.#read16(this.#layout.usedEvent), this.#usedIdx, old);
  }

  /** Under EVENT_IDX the event index is only left where it is, as vhost does. */
  disableKicks(): void {
    if (!this.#eventIdx) this.#write16(this.#layout.usedFlags, NO_NOTIFY);
  }

  enableKicks(): boolean {
    if (this.#eventIdx) this.#write16(this.#layout.availEvent, this.#lastAvailIdx);
    else this.#write16(this.#layout.usedFlags, 0);
    return this.hasAvail;
  }

  /** Whether chains are available up to this index; one that cannot be breaks the device. */
  #learn(idx: number): boolean {
    const { size } = this.#layout;
    const outstanding = (idx - this.#usedIdx) & 0xffff;
    const held = (this.#lastAvailIdx - this.#usedIdx) & 0xffff;
    if (outstanding <= size && outstanding >= held) {
      this.#availIdx = idx;
      return outstanding > held;
    }
    const isBack = outstanding < held || ((this.#usedIdx - idx) & 0xffff) <= size;
    const reason = isBack ? `and the device has taken chains up to ${this.#lastAvailIdx}` : `${outstanding} ahead of used.idx, ${this.#usedIdx}, in a queue of ${size}`;
    this.#needsReset.because(this.#name, isBack ? 'availIdx' : 'availAhead', 'available ring', null, `avail.idx is ${idx}, ${reason}`);
    return false;
  }

  /** One element stands for all chains that are done in their order, with the head of the last. Section 2.7.9. */
  #writeBatch(): number {
    const held = (this.#lastAvailIdx - this.#usedIdx) & 0xffff;
    let count = 0;
    let last = -1;
    for (; count < held; count++) {
      const head = this.#taken[(this.#usedIdx + count) & this.#mask];
      if (this.#states[head] !== DONE) break;
      this.#states[head] = NOT_HELD;
      last = head;
    }
    if (count > 0) this.#writeElement(this.#usedIdx, last);
    return count;
  }

  #writeElement(idx: number, head: number): void {
    const at = this.#layout.usedRing + USED_ELEMENT_BYTES * (idx & this.#mask);
    this.#states[head] = NOT_HELD;
    this.#u32[at >> 2] = head;
    this.#u32[(at >> 2) + 1] = this.#written[head];
    this.footprint.write(at);
  }

  #refuse(rule: RuleId, slot: number, reason: string): -1 {
    this.#needsReset.because(this.#name, rule, 'available ring', slot, reason);
    return -1;
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
