/** A stretch of guest memory whose bytes are at hand, from a guest-physical address on. */
export interface MemoryPiece {
  readonly address: bigint;
  readonly length: number;
  /** Never asked for more than there is. */
  readonly read: (offset: number, length: number) => Uint8Array;
}

/** Where the guest has memory. */
export interface MemoryRange {
  readonly address: bigint;
  readonly length: bigint;
}

/** What is known of the guest's memory. */
export interface GuestMemory {
  /** The bytes at an address, or null where no piece covers all of them. */
  readonly read: (address: bigint, length: number) => Uint8Array | null;
  /** Whether a stretch lies at least partly where the guest has no memory; false where that is not known. */
  readonly isOutside: (address: bigint, length: bigint) => boolean;
}

/** `ranges` is null where it is not known which memory the guest has. */
export function guestMemory(pieces: readonly MemoryPiece[], ranges: readonly MemoryRange[] | null): GuestMemory {
  return {
    read: (address, length) => {
      const piece = pieces.find((each) => address >= each.address && address + BigInt(length) <= each.address + BigInt(each.length));
      return piece === undefined ? null : piece.read(Number(address - piece.address), length);
    },
    isOutside: (address, length) => ranges !== null && !covers(ranges, address, address + length),
  };
}

/** Ranges may touch or overlap: from range to range until the end. */
function covers(ranges: readonly MemoryRange[], from: bigint, end: bigint): boolean {
  let at = from;
  for (const _ of ranges) {
    if (at >= end) return true;
    const range = ranges.find((each) => at >= each.address && at < each.address + each.length);
    if (range === undefined) return false;
    at = range.address + range.length;
  }
  return at >= end;
}

/** A piece whose bytes are all here. */
export const pieceOf = (address: bigint, bytes: Uint8Array): MemoryPiece => ({ address, length: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) });

/** Nothing is known of the memory. */
export const unknownMemory = guestMemory([], null);
