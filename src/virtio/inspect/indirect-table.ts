import { DESCRIPTOR_BYTES } from '../split-layout.ts';
import type { GuestMemory } from './guest-memory.ts';

/** An indirect table as far as it is at hand. */
export interface IndirectTable {
  readonly view: DataView;
  readonly count: number;
}

/** Descriptors of indirect tables that are read of one queue: a hostile ring can refer to one large table from every descriptor. */
export const TABLE_BUDGET = 1 << 20;

/** Reads the tables of one queue until its budget is spent. */
export function tableReader(memory: GuestMemory, size: number): { readonly read: (address: bigint, bytes: number) => IndirectTable | null; readonly isSpent: () => boolean } {
  let left = TABLE_BUDGET;
  return {
    isSpent: () => left <= 0,
    read: (address, bytes) => {
      // One more than the longest chain that is allowed shows that it is too long.
      const count = Math.min(Math.floor(bytes / DESCRIPTOR_BYTES), size + 1);
      if (left <= 0 || count === 0) return null;
      const found = memory.read(address, count * DESCRIPTOR_BYTES);
      if (found === null) return null;
      left -= count;
      return { view: new DataView(found.buffer, found.byteOffset, found.byteLength), count };
    },
  };
}
