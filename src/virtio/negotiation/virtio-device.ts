import { ringFeatureBits } from '../inspect/features.ts';
import { ACKNOWLEDGE, DEVICE_NEEDS_RESET, DRIVER, DRIVER_OK, FAILED, FEATURES_OK } from './device-status.ts';
import { hasFeature } from './device-type.ts';
import type { DeviceType } from './device-type.ts';
import { QueueSetUp } from './queue-set-up.ts';

/** Something that a driver did against the standard. */
export interface Complaint {
  /** Of VIRTIO 1.2. */
  readonly section: string;
  readonly says: string;
}

/** What the back end behind a device is told. */
export interface DeviceEvents {
  /** A queue that may be consumed has been notified; `data` is the whole value that was written. */
  kicked?(queue: number, data: number): void;
  /** A queue is to be reset: true when nothing of it is in flight, else `queueIsReset` follows. */
  resets?(queue: number): boolean;
  /** The configuration has changed, or DEVICE_NEEDS_RESET was set: the driver is to be told. */
  configChanged?(): void;
}

const DRIVERS_BITS = ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK | FAILED;
const MOST_COMPLAINTS = 100;

/**
 * The device's half of a negotiation, whatever the transport: status, features, queues, configuration space.
 * What a driver does in a wrong order is refused and noted; nothing is consumed before DRIVER_OK.
 */
export class VirtioDevice {
  readonly type: DeviceType;
  readonly queues: readonly QueueSetUp[];
  readonly config: Uint8Array;
  /** The first hundred. */
  readonly complaints: Complaint[] = [];
  events: DeviceEvents = {};
  #status = 0;
  #accepted = 0n;
  #generation = 0;
  /** Changed since the driver last read any part of the configuration. */
  #configIsNew = false;

  constructor(type: DeviceType) {
    this.type = type;
    this.queues = type.queues.map((most) => new QueueSetUp(most));
    this.config = type.config.slice();
  }

  get status(): number {
    return this.#status;
  }

  get generation(): number {
    return this.#generation;
  }

  /** What the driver has accepted: provisional until FEATURES_OK. */
  get accepted(): bigint {
    return this.#accepted;
  }

  get live(): boolean {
    return (this.#status & (DRIVER_OK | DEVICE_NEEDS_RESET | FAILED)) === DRIVER_OK;
  }

  has(bit: number): boolean {
    return (this.#status & FEATURES_OK) !== 0 && hasFeature(this.#accepted, bit);
  }

  /** Whether the device may look into a queue at all: section 2.1.2, and 4.2.2.1 for queues that are not ready. */
  mayConsume(index: number): boolean {
    const queue = this.queues[index];
    return this.live && queue !== undefined && queue.ready && !queue.resetting;
  }

  /** 32 bits of what is offered; 0 beyond bit 63. */
  offeredWord(select: number): number {
    return wordOf(this.type.features, select);
  }

  acceptedWord(select: number): number {
    return wordOf(this.#accepted, select);
  }

  acceptWord(select: number, bits: number): void {
    if ((this.#status & FEATURES_OK) !== 0) return this.complain('3.1.1', 'features were written after FEATURES_OK');
    if (select > 1) return;
    const shift = BigInt(32 * select);
    this.#accepted = (this.#accepted & ~(0xffff_ffffn << shift)) | (BigInt(bits >>> 0) << shift);
  }

  /** A write of the status field by the driver; 0 resets. Bits that it has set before stay set. */
  writeStatus(value: number): void {
    if (value === 0) return this.#reset();
    if ((this.#status & DRIVERS_BITS & ~value) !== 0) this.complain('2.1.1', 'a status bit was cleared without a reset');
    const asked = value & DRIVERS_BITS & ~this.#status;
    this.#status |= asked & FAILED;
    if ((this.#status & FAILED) !== 0) {
      if ((asked & ~FAILED) !== 0) this.complain('2.1.1', 'the driver goes on without a reset after it had set FAILED');
      return;
    }
    this.#status |= asked & (ACKNOWLEDGE | DRIVER);
    if ((this.#status & DRIVER) !== 0 && (this.#status & ACKNOWLEDGE) === 0) this.complain('3.1.1', 'DRIVER was set before ACKNOWLEDGE');
    if ((asked & FEATURES_OK) !== 0 && this.#agrees()) this.#status |= FEATURES_OK;
    if ((asked & DRIVER_OK) === 0) return;
    if ((this.#status & FEATURES_OK) === 0) this.complain('3.1.1', 'DRIVER_OK was set without FEATURES_OK');
    else this.#status |= DRIVER_OK;
  }

  enableQueue(index: number): void {
    const queue = this.queues[index];
    if (queue === undefined || queue.ready) return;
    if ((this.#status & FEATURES_OK) === 0) return this.complain('3.1.1', `queue ${index} was enabled before FEATURES_OK`);
    const fault = queue.fault(this.has(ringFeatureBits.ring_packed));
    if (fault !== null) {
      this.complain(fault.section, `queue ${index}: ${fault.says}`);
      this.needReset();
      return;
    }
    queue.ready = true;
    queue.resetting = false;
  }

  /** A write of 1 to the queue reset register. */
  resetQueue(index: number): void {
    const queue = this.queues[index];
    if (queue === undefined) return;
    if (!this.has(ringFeatureBits.ring_reset)) return this.complain('2.6.1', `queue ${index} was reset without VIRTIO_F_RING_RESET`);
    queue.resetting = true;
    if (this.events.resets?.(index) ?? true) this.queueIsReset(index);
  }

  /** By the back end: nothing of a queue that is being reset is in flight any more. */
  queueIsReset(index: number): void {
    const queue = this.queues[index];
    if (queue?.resetting === true) queue.reset();
  }

  /** An available buffer notification with the value that was written. */
  notify(data: number): void {
    const index = this.has(ringFeatureBits.notification_data) ? data & 0xffff : data;
    if ((this.#status & DRIVER_OK) === 0) return this.complain('3.1.1', `queue ${index} was notified before DRIVER_OK`);
    if (this.mayConsume(index)) this.events.kicked?.(index, data);
  }

  /** One byte of the configuration for the driver; 0 beyond its end. */
  readConfig(offset: number): number {
    if (this.#configIsNew) {
      this.#generation = (this.#generation + 1) & 0xff;
      this.#configIsNew = false;
    }
    return this.config[offset] ?? 0;
  }

  writeConfig(offset: number, byte: number): void {
    if ((this.#status & FEATURES_OK) === 0) return this.complain('3.1.1', 'the configuration was written before FEATURES_OK');
    if (!this.type.writable.some(([from, to]) => offset >= from && offset < to)) return this.complain('2.5', `byte ${offset} of the configuration is not the driver's to write`);
    this.config[offset] = byte;
  }

  /** By the device: its configuration is another one from now on. */
  changeConfig(offset: number, bytes: Iterable<number>): void {
    let at = offset;
    for (const byte of bytes) this.config[at++] = byte;
    this.#configIsNew = true;
    if ((this.#status & DRIVER_OK) !== 0) this.events.configChanged?.();
  }

  /** By the device: it cannot go on. Section 2.1.2. */
  needReset(): void {
    this.#status |= DEVICE_NEEDS_RESET;
    if ((this.#status & DRIVER_OK) !== 0) this.events.configChanged?.();
  }

  complain(section: string, says: string): void {
    if (this.complaints.length < MOST_COMPLAINTS) this.complaints.push({ section, says });
  }

  /** Whether FEATURES_OK may be set: sections 2.2.1, 2.2.2 and 6.1. */
  #agrees(): boolean {
    const accepted = this.#accepted;
    const both = ACKNOWLEDGE | DRIVER;
    const lacks = this.type.requires.find(([bit, oneOf]) => hasFeature(accepted, bit) && !oneOf.some((needed) => hasFeature(accepted, needed)));
    if ((this.#status & both) !== both) this.complain('3.1.1', 'FEATURES_OK was set before ACKNOWLEDGE and DRIVER');
    else if ((accepted & ~this.type.features) !== 0n) this.complain('2.2.1', 'features were accepted that are not offered');
    else if (!hasFeature(accepted, ringFeatureBits.version_1)) this.complain('6.1', 'VIRTIO_F_VERSION_1 was not accepted');
    else if (lacks !== undefined) this.complain('2.2.1', `feature ${lacks[0]} was accepted without ${lacks[1].join(' or ')}`);
    else return true;
    return false;
  }

  #reset(): void {
    this.#status = 0;
    this.#accepted = 0n;
    for (const queue of this.queues) queue.reset();
  }
}

function wordOf(set: bigint, select: number): number {
  return select > 1 ? 0 : Number((set >> BigInt(32 * select)) & 0xffff_ffffn);
}
