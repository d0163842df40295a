import type { Complaint } from './virtio-device.ts';

/** The three areas of a virtqueue. VIRTIO 1.2 section 2.6. */
export type QueueArea = 'desc' | 'driver' | 'device';

/** What a driver has told of one virtqueue; all at its default after a reset. */
export class QueueSetUp {
  /** Elements that the device can take; 0: there is no such queue. */
  readonly most: number;
  size: number;
  ready = false;
  /** Asked for, and not yet complete. */
  resetting = false;
  readonly #areas = { desc: 0n, driver: 0n, device: 0n };

  constructor(most: number) {
    this.most = most;
    this.size = most;
  }

  address(area: QueueArea): bigint {
    return this.#areas[area];
  }

  /** Half of an address, as registers hold it. */
  half(area: QueueArea, high: boolean): number {
    return Number((this.#areas[area] >> (high ? 32n : 0n)) & 0xffff_ffffn);
  }

  setHalf(area: QueueArea, high: boolean, bits: number): void {
    const value = BigInt(bits >>> 0);
    const before = this.#areas[area];
    this.#areas[area] = high ? (before & 0xffff_ffffn) | (value << 32n) : (before & ~0xffff_ffffn) | value;
  }

  reset(): void {
    this.size = this.most;
    this.ready = false;
    this.resetting = false;
    this.#areas.desc = 0n;
    this.#areas.driver = 0n;
    this.#areas.device = 0n;
  }

  /** Why a device cannot use the queue as it was described; null where it can. Sections 2.7, 2.8.10.1, 4.1.5.1.3 and 4.2.2.2. */
  fault(packed: boolean): Complaint | null {
    const { size, most } = this;
    const says = (section: string, text: string): Complaint => ({ section, says: text });
    if (size === 0 || size > most) return says('4.2.2.2, 4.1.5.1.3', `a size of ${size}, the most is ${most}`);
    if (!packed && (size & (size - 1)) !== 0) return says('2.7', `a size of ${size}, which is no power of two`);
    const alignments: readonly (readonly [QueueArea, bigint])[] = packed ? [['desc', 16n], ['driver', 4n], ['device', 4n]] : [['desc', 16n], ['driver', 2n], ['device', 4n]];
    const astray = alignments.find(([area, alignment]) => this.#areas[area] % alignment !== 0n);
    return astray === undefined ? null : says(packed ? '2.8.10.1' : '2.7', `its ${astray[0]} area is not aligned to ${astray[1]} bytes`);
  }
}
