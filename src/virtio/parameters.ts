import type { Parameters } from '../machine/parameter.ts';
import { corruptions } from './corruptions.ts';

/** What a suite can say about the virtqueues. */
export const ring = {
  layout: { kind: 'choice', default: 'split', of: ['split', 'packed'], says: 'split: descriptor table, available and used ring; packed: one ring of descriptors (VIRTIO_F_RING_PACKED)' },
  size: { kind: 'count', default: 256, min: 1, max: 32768, says: 'descriptors in a virtqueue; of a split one a power of two' },
  event_idx: { kind: 'flag', default: true, says: 'VIRTIO_F_EVENT_IDX is offered and taken: notifications wait for an index' },
  indirect: { kind: 'flag', default: false, says: 'VIRTIO_F_INDIRECT_DESC: a chain takes one descriptor, and the rest stands in a table' },
  in_order: { kind: 'flag', default: false, says: 'VIRTIO_F_IN_ORDER: buffers are used in the order in which they were made available; what is done earlier waits' },
  notification_data: { kind: 'flag', default: false, says: 'VIRTIO_F_NOTIFICATION_DATA: a kick says where the next buffer will be made available; an eventfd does not pass that on' },
  hostile: { kind: 'choice', default: 'none', of: ['none', ...Object.keys(corruptions)], says: `what the last of several guests writes into its own ring: ${Object.entries(corruptions).map(([id, { says }]) => `${id} (${says})`).join(', ')}` },
  hostile_at: { kind: 'count', default: 100, min: 1, max: 1e9, says: 'the buffer of each of its queues from which on it does so' },
} as const satisfies Parameters;
