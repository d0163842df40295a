import type { Footprint } from './footprint.ts';
import type { NeedsReset } from './needs-reset.ts';
import { PackedChains } from './packed-chains.ts';
import { EVENT_DESC, EVENT_DISABLE, EVENT_ENABLE } from './packed-layout.ts';
import type { PackedLayout } from './packed-layout.ts';
import { isAvailable, offWrapOf, onward, packedEventIsDue, slotOf, usedFlags } from './packed-place.ts';
import { DESCRIPTOR_BYTES } from './split-layout.ts';
import type { DeviceQueue, QueueFeatures } from './virtqueue.ts';

/** By chain: whether the device has it, or has done with it before others that come first. */
const [NOT_HELD, HELD, DONE] = [0, 1, 2] as const;

/**
 * The device's half of a packed virtqueue, in bytes; it trusts nothing that the driver wrote. VIRTIO 1.2 section 2.8.
 *
 * What a chain says is kept when it is taken: used descriptors are written over those of buffers in flight. Chains have
 * numbers of the device's own, as their slots and ids may come again before they are used.
 */
export class PackedDevice implements DeviceQueue {
  readonly footprint: Footprint;
  readonly #name: string;
  readonly #layout: PackedLayout;
  readonly #u16: Uint16Array;
  readonly #u32: Uint32Array;
  readonly #size: number;
  readonly #eventIdx: boolean;
  readonly #inOrder: boolean;
  readonly #chains: PackedChains;
  readonly #needsReset: NeedsReset;
  /** The driver's note of whose request a buffer id is: the lab's stand-in for the buffer's address. */
  readonly #cookies: Int32Array;
  /** Numbers that are free, as a list; under IN_ORDER they go round. */
  readonly #next: Uint16Array;
  #free = 0;
  /** The oldest chain that the device has not written back. */
  #oldest = 0;
  /** By chain. */
  readonly #states: Uint8Array;
  readonly #ids: Uint16Array;
  readonly #slots: Uint16Array;
  readonly #payloads: Uint32Array;
  readonly #writable: Float64Array;
  readonly #written: Uint32Array;
  /** Places of the next buffer to take, and of the next used descriptor. */
  #avail = 0;
  #used = 0;
  #heldSlots = 0;
  /** Chains that were pushed and not published: nothing of them is in the ring yet. */
  readonly #pushed: Uint16Array;
  #pushedCount = 0;
  /** Slots published since the last test whether to call, and where they begin. */
  #untested = 0;
  #untestedSlots = 0;
  /** The first call is unconditional: nothing was signalled yet. */
  #signalledIsValid = false;
  #kickFlags = EVENT_ENABLE;

  constructor(name: string, layout: PackedLayout, features: QueueFeatures, footprint: Footprint, cookies: Int32Array, needsReset: NeedsReset) {
    const { size, memory } = layout;
    this.#name = name;
    this.#layout = layout;
    this.#u16 = memory.u16;
    this.#u32 = memory.u32;
    this.#size = size;
    this.#eventIdx = features.eventIdx;
    this.#inOrder = features.inOrder;
    this.#chains = new PackedChains(name, layout, features.indirect, footprint, needsReset);
    this.footprint = footprint;
    this.#cookies = cookies;
    this.#needsReset = needsReset;
    this.#next = Uint16Array.from({ length: size }, (_, i) => (i + 1) % size);
    this.#states = new Uint8Array(size);
    this.#ids = new Uint16Array(size);
    this.#slots = new Uint16Array(size);
    this.#payloads = new Uint32Array(size);
    this.#writable = new Float64Array(size);
    this.#written = new Uint32Array(size);
    this.#pushed = new Uint16Array(size);
  }

  get hasAvail(): boolean {
    const size = this.#size;
    if (this.#needsReset.violation !== null) return false;
    const at = slotOf(this.#avail, size) * DESCRIPTOR_BYTES;
    this.footprint.read(at);
    return isAvailable(this.#u16[(at >> 1) + 7], this.#avail, size);
  }

  /** What is available says so itself, in the line that is read anyway. */
  notified(): void {}

  popAvail(): number {
    const size = this.#size;
    if (!this.hasAvail || !this.#chains.read(this.#avail, size - this.#heldSlots)) return -1;
    const { id, slots, reading: { payload, writableBytes } } = this.#chains;
    const chain = this.#free;
    this.#free = this.#next[chain];
    this.#states[chain] = HELD;
    this.#ids[chain] = id;
    this.#slots[chain] = slots;
    this.#payloads[chain] = payload;
    this.#writable[chain] = writableBytes;
    this.#heldSlots += slots;
    this.#avail = onward(this.#avail, slots, size);
    return chain;
  }

  payloadOf(chain: number): number {
    return this.#payloads[chain];
  }

  cookieOf(chain: number): number {
    return this.#cookies[this.#ids[chain]] ?? -1;
  }

  fill(chain: number, cookie: number): void {
    this.#cookies[this.#ids[chain]] = cookie;
  }

  pushUsed(chain: number, written: number): void {
    if (this.#needsReset.violation !== null) return;
    if (this.#states[chain] !== HELD) {
      this.#needsReset.because(this.#name, 'packedUsedAhead', 'descriptor', slotOf(this.#used, this.#size), `chain ${chain} is given back, and the device does not have it`);
      return;
    }
    this.#written[chain] = Math.min(written, this.#writable[chain]);
    if (this.#inOrder) {
      this.#states[chain] = DONE;
      return;
    }
    this.#states[chain] = DONE;
    this.#pushed[this.#pushedCount++] = chain;
  }

  publishUsed(): number {
    if (this.#needsReset.violation !== null) return 0;
    if (this.#inOrder) return this.#publishBatch();
    const first = this.#used;
    const count = this.#pushedCount;
    for (let i = 0; i < count; i++) {
      const chain = this.#pushed[i];
      this.#writeUsed(chain, this.#slots[chain], i > 0);
      this.#release(chain);
      this.#next[chain] = this.#free;
      this.#free = chain;
    }
    // The first is marked last: a driver that does not see it used looks no further.
    if (count > 0) this.#mark(first);
    this.#pushedCount = 0;
    return count;
  }

  needsCall(): boolean {
    if (this.#needsReset.violation !== null) return false;
    const { driverEvent, size } = this.#layout;
    const [place, slots, valid] = [this.#untested, this.#untestedSlots, this.#signalledIsValid];
    this.#untested = this.#used;
    this.#untestedSlots = 0;
    this.#signalledIsValid = true;
    this.footprint.read(driverEvent);
    const flags = this.#u16[(driverEvent >> 1) + 1];
    return flags === EVENT_DESC && !valid ? slots > 0 : packedEventIsDue(this.#u16[driverEvent >> 1], flags, place, slots, size);
  }

  disableKicks(): void {
    this.#setKickFlags(EVENT_DISABLE);
  }

  enableKicks(): boolean {
    const { deviceEvent, size } = this.#layout;
    if (this.#eventIdx) {
      this.#u16[deviceEvent >> 1] = offWrapOf(this.#avail, size);
      this.footprint.write(deviceEvent);
    }
    this.#setKickFlags(this.#eventIdx ? EVENT_DESC : EVENT_ENABLE);
    return this.hasAvail;
  }

  /** One used descriptor stands for all buffers that are done in their order, with the id of the last. Section 2.8.8. */
  #publishBatch(): number {
    let [slots, count, last] = [0, 0, -1];
    for (let chain = this.#oldest; this.#states[chain] === DONE; chain = this.#next[chain], count++) {
      slots += this.#slots[chain];
      last = chain;
      this.#release(chain);
    }
    if (count === 0) return 0;
    this.#oldest = this.#next[last];
    this.#writeUsed(last, slots, true);
    return count;
  }

  #release(chain: number): void {
    this.#states[chain] = NOT_HELD;
    this.#heldSlots -= this.#slots[chain];
  }

  /** Writes a used descriptor that stands for so many slots. */
  #writeUsed(chain: number, slots: number, marks: boolean): void {
    const size = this.#size;
    const at = slotOf(this.#used, size) * DESCRIPTOR_BYTES;
    this.#u32[(at >> 2) + 2] = this.#written[chain];
    this.#u16[(at >> 1) + 6] = this.#ids[chain];
    this.footprint.write(at);
    if (marks) this.#mark(this.#used);
    this.#used = onward(this.#used, slots, size);
    this.#untestedSlots += slots;
  }

  #mark(place: number): void {
    const size = this.#size;
    const at = slotOf(place, size) * DESCRIPTOR_BYTES;
    this.#u16[(at >> 1) + 7] = usedFlags(place, size);
    this.footprint.write(at);
  }

  #setKickFlags(flags: number): void {
    if (flags === this.#kickFlags) return;
    this.#kickFlags = flags;
    const { deviceEvent } = this.#layout;
    this.#u16[(deviceEvent >> 1) + 1] = flags;
    this.footprint.write(deviceEvent);
  }
}
