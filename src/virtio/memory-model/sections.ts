import type { Direction } from './layout.ts';
import type { Barriers, LayoutId } from './protocol.ts';

type Sections = Readonly<Record<LayoutId, Readonly<Record<Direction, string>>>>;

/** Where VIRTIO 1.2 demands each part of the protocol; `from` where it demands what cannot be had without it. */
export const sections = {
  write: {
    split: { kick: '2.7.13.3.1', call: '2.7.8.2' },
    packed: { kick: '2.8.21.1.1', call: 'from 2.8.15' },
  },
  publisherFull: {
    split: { kick: '2.7.13.4.1', call: 'from 2.7.7.2' },
    packed: { kick: '2.8.21.3.1', call: 'from 2.8.10' },
  },
  read: {
    split: { kick: 'from 2.7.13.3', call: 'from 2.7.8.2' },
    packed: { kick: 'from 2.8.15', call: '2.8.22' },
  },
  consumerFull: {
    split: { kick: 'from 2.7.10, 2.7.14', call: '2.7.14' },
    packed: { kick: 'from 2.8.10, 2.8.22', call: '2.8.22' },
  },
  recheck: {
    split: { kick: 'from 2.7.10, 2.7.14', call: '2.7.14' },
    packed: { kick: 'from 2.8.10, 2.8.22', call: '2.8.22' },
  },
} as const satisfies Readonly<Record<keyof Barriers, Sections>>;
