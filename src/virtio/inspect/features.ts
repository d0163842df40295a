import type { RingFeatures } from './queue-dump.ts';

/** Feature bits that concern every virtqueue. VIRTIO 1.2 chapter 6. */
export const ringFeatureBits = {
  notify_on_empty: 24,
  any_layout: 27,
  indirect_desc: 28,
  event_idx: 29,
  version_1: 32,
  access_platform: 33,
  ring_packed: 34,
  in_order: 35,
  order_platform: 36,
  sr_iov: 37,
  notification_data: 38,
  notif_config_data: 39,
  ring_reset: 40,
} as const;

/** Not known which features were negotiated. */
export const unknownFeatures: RingFeatures = { eventIdx: null, indirectDesc: null, inOrder: null };

/** What a set of feature bits says about reading a ring. */
export const ringFeatures = (has: (bit: number) => boolean): RingFeatures => ({
  eventIdx: has(ringFeatureBits.event_idx),
  indirectDesc: has(ringFeatureBits.indirect_desc),
  inOrder: has(ringFeatureBits.in_order),
});
