import { DESC_F_AVAIL, DESC_F_USED } from '../packed-layout.ts';

/** Flags that a descriptor in a split ring, or in a packed one, may have. VIRTIO 1.2 sections 2.7.5 and 2.8.1. */
export const SPLIT_FLAGS = 7;
export const PACKED_FLAGS = 7 | DESC_F_AVAIL | DESC_F_USED;
