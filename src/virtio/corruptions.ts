import type { Virtqueue } from './build-virtqueue.ts';
import { slotOf, placeOf } from './packed-place.ts';
import { DESC_F_INDIRECT, DESC_F_NEXT, DESC_F_WRITE, DESCRIPTOR_BYTES } from './split-layout.ts';

/** The chain that was made available last, as a driver that means harm finds it in memory. */
export interface Prey {
  readonly view: DataView;
  readonly size: number;
  /** Offsets of its descriptors, of their flags, and of its entry in the available ring and of the index (split alone). */
  readonly descriptors: readonly number[];
  readonly flagsOffset: number;
  readonly entry: number;
  readonly idx: number;
}

/** Something that no driver may write, and what it writes in each layout; absent where a layout has nothing like it. */
export interface Corruption {
  readonly says: string;
  readonly split?: (prey: Prey) => void;
  readonly packed?: (prey: Prey) => void;
}

const both = (write: (prey: Prey) => void): Pick<Corruption, 'split' | 'packed'> => ({ split: write, packed: write });
const flagsOf = ({ view, flagsOffset }: Prey, at: number): number => view.getUint16(at + flagsOffset, true);
const setFlags = ({ view, flagsOffset }: Prey, at: number, flags: number): void => view.setUint16(at + flagsOffset, flags, true);
const add = (prey: Prey, flags: number): void => setFlags(prey, prey.descriptors[0], flagsOf(prey, prey.descriptors[0]) | flags);

/** What the hostile guest of a trial can do to its ring, each a violation of VIRTIO 1.2 that breaks its own device. */
export const corruptions = {
  loop: {
    says: 'the chain comes back to its head',
    split: (prey) => {
      const [head] = prey.descriptors;
      add(prey, DESC_F_NEXT);
      prey.view.setUint16(head + 14, head / DESCRIPTOR_BYTES, true);
    },
  },
  'next-out-of-range': {
    says: 'next is behind the descriptor table',
    split: (prey) => {
      add(prey, DESC_F_NEXT);
      prey.view.setUint16(prey.descriptors[0] + 14, prey.size, true);
    },
  },
  unfinished: {
    says: 'NEXT in the last descriptor of a list',
    packed: (prey) => setFlags(prey, prey.descriptors[prey.descriptors.length - 1], flagsOf(prey, prey.descriptors[prey.descriptors.length - 1]) | DESC_F_NEXT),
  },
  'outside-memory': { says: 'a buffer at address 0, where the guest has no memory', ...both(({ view, descriptors: [at] }) => view.setBigUint64(at, 0n, true)) },
  overflow: {
    says: 'address and length go beyond 2^64',
    ...both(({ view, descriptors: [at] }) => {
      view.setBigUint64(at, (1n << 64n) - 16n, true);
      view.setUint32(at + 8, 4096, true);
    }),
  },
  'indirect-next': { says: 'INDIRECT and NEXT together', ...both((prey) => add(prey, DESC_F_INDIRECT | DESC_F_NEXT)) },
  'table-length': {
    says: 'an indirect table of 17 bytes',
    ...both((prey) => {
      const [at] = prey.descriptors;
      setFlags(prey, at, (flagsOf(prey, at) | DESC_F_INDIRECT) & ~(DESC_F_NEXT | DESC_F_WRITE));
      prey.view.setUint32(at + 8, 17, true);
    }),
  },
  'head-out-of-range': { says: 'the head is behind the descriptor table', split: ({ view, entry, size }) => view.setUint16(entry, size, true) },
  'index-jump': { says: 'the available index jumps by more than the ring', split: ({ view, idx, size }) => view.setUint16(idx, view.getUint16(idx, true) + size + 1, true) },
} as const satisfies Record<string, Corruption>;

export type CorruptionId = keyof typeof corruptions;

/** The chain that a queue's driver has just made available. `nextAvail`: what its half said before. */
export function lastAdded({ layout }: Virtqueue, nextAvail: number): Prey {
  const { size, memory: { view } } = layout;
  if (layout.layout === 'packed') {
    const descriptors: number[] = [];
    for (let slot = slotOf(placeOf(nextAvail, size), size); ; slot = (slot + 1) % size) {
      descriptors.push(slot * DESCRIPTOR_BYTES);
      if ((view.getUint16(slot * DESCRIPTOR_BYTES + 14, true) & DESC_F_NEXT) === 0) return { view, size, descriptors, flagsOffset: 14, entry: -1, idx: -1 };
    }
  }
  const entry = layout.availRing + 2 * (nextAvail & (size - 1));
  const descriptors: number[] = [];
  for (let index = view.getUint16(entry, true); ; index = view.getUint16(index * DESCRIPTOR_BYTES + 14, true)) {
    descriptors.push(index * DESCRIPTOR_BYTES);
    if ((view.getUint16(index * DESCRIPTOR_BYTES + 12, true) & DESC_F_NEXT) === 0) return { view, size, descriptors, flagsOffset: 12, entry, idx: layout.availIdx };
  }
}
