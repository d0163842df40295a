import type { Parameters } from '../machine/parameter.ts';

/** What a suite can say about the virtqueues. */
export const ring = {
  size: { kind: 'count', default: 256, min: 2, max: 32768, says: 'descriptors in a virtqueue, a power of two' },
  event_idx: { kind: 'flag', default: true, says: 'VIRTIO_F_EVENT_IDX is offered and taken: notifications wait for an index' },
} as const satisfies Parameters;
