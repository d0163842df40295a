/** Flags of a descriptor that only the inspection reads by name. VIRTIO 1.2 sections 2.7.5 and 2.8.1. */
export const DESC_F_INDIRECT = 4;
export const DESC_F_AVAIL = 1 << 7;
export const DESC_F_USED = 1 << 15;

/** Flags that a descriptor in a split ring, or in a packed one, may have. */
export const SPLIT_FLAGS = 7;
export const PACKED_FLAGS = 7 | DESC_F_AVAIL | DESC_F_USED;

/** Values of the event flags of a packed ring. VIRTIO 1.2 section 2.8.10. */
export const EVENT_ENABLE = 0;
export const EVENT_DISABLE = 1;
export const EVENT_DESC = 2;
