/** The two halves of a virtqueue, as bits of who holds a cache line. */
export const DRIVER = 1;
export const DEVICE = 2;

const LINE_SHIFT = 6;

/**
 * What one half of a virtqueue did to the memory that both share, since a path last paid for it.
 *
 * A line moves when a half reads what the other has written since it last had the line. Stores wait for nobody: they
 * leave through the store buffer, and what a barrier after them takes is priced with the barrier.
 */
export class Footprint {
  /** Cache lines fetched from the other half's core. */
  lines = 0;
  /** Descriptors read, those of indirect tables included. */
  descriptors = 0;
  /** Indirect tables read. */
  tables = 0;
  /** By cache line: which halves hold it. */
  readonly #holders: Uint8Array;
  readonly #half: number;

  constructor(holders: Uint8Array, half: typeof DRIVER | typeof DEVICE) {
    this.#holders = holders;
    this.#half = half;
  }

  /** Something at this offset is read. */
  read(at: number): void {
    const line = at >> LINE_SHIFT;
    if ((this.#holders[line] & this.#half) !== 0) return;
    this.#holders[line] |= this.#half;
    this.lines++;
  }

  /** Something at this offset is written. */
  write(at: number): void {
    this.#holders[at >> LINE_SHIFT] = this.#half;
  }
}

/** Both footprints of a queue's memory of so many bytes, which nobody holds yet. */
export function footprints(bytes: number): { readonly driver: Footprint; readonly device: Footprint } {
  const holders = new Uint8Array((bytes >> LINE_SHIFT) + 1);
  return { driver: new Footprint(holders, DRIVER), device: new Footprint(holders, DEVICE) };
}
