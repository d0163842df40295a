/** An element of a buffer: a descriptor of the table, of the ring, or of an indirect table. */
export interface Element {
  /** Index in the table or ring; within an indirect table, the index there. */
  readonly index: number;
  /** The descriptor that refers to the indirect table around this one; null in the table or ring itself. */
  readonly inTableOf: number | null;
  readonly address: bigint;
  readonly length: number;
  readonly isWritable: boolean;
  /** Refers to an indirect table; its elements follow where the memory is known. */
  readonly isIndirect: boolean;
}

export type ChainState = 'available' | 'in flight' | 'used';

/** A buffer in a ring; `used` ones are not yet reaped. */
export interface Chain {
  readonly state: ChainState;
  /** Slot of the available ring (used ring once it is used), or first slot in a packed ring; null where it is not known. */
  readonly slot: number | null;
  /** Head in the descriptor table; in a packed ring the first slot. */
  readonly head: number;
  /** Buffer id of a packed ring. */
  readonly id: number | null;
  readonly elements: readonly Element[];
  /** Descriptors that it takes of the queue. */
  readonly descriptors: number;
  readonly readableBytes: number;
  readonly writableBytes: number;
  /** What the device says that it wrote; null before. */
  readonly writtenBytes: number | null;
  /** Every element was found: nothing is wrong and every indirect table could be read. */
  readonly isWhole: boolean;
}

/** What goes into and comes out of the chain, in bytes: tables that were not read count for nothing. */
export function bytesOf(elements: readonly Element[]): { readonly readableBytes: number; readonly writableBytes: number } {
  let [readableBytes, writableBytes] = [0, 0];
  for (const { isIndirect, isWritable, length } of elements) {
    if (isIndirect) continue;
    if (isWritable) writableBytes += length;
    else readableBytes += length;
  }
  return { readableBytes, writableBytes };
}
