import type { Loss } from './search.ts';
import { standard, type Barriers, type LayoutId } from './protocol.ts';
import type { Direction } from './layout.ts';

/** The protocol with one thing changed, and what becomes of it. */
export interface Variant {
  /** What is changed; nothing in the protocol of the standard. */
  readonly changes?: keyof Barriers;
  readonly barriers: Barriers;
  /** `publisher` and `consumer` stand for the sides. */
  readonly says: string;
  readonly becomes: Loss | 'holds';
  /** A tree that was read and has exactly this, for one layout and direction. */
  readonly seenIn?: { readonly layout: LayoutId; readonly direction: Direction; readonly says: string };
}

const HVISOR_TOOL = 'hvisor-tool c724e91';

const changed = (change: Partial<Barriers>): Barriers => ({ ...standard, ...change });

/** Every variant that is checked for every protocol. */
export const variants = {
  standard: { barriers: standard, says: 'the barriers of the standard', becomes: 'holds' },
  'no-publisher-full': {
    changes: 'publisherFull',
    barriers: changed({ publisherFull: 'none' }),
    says: 'publisher: no full barrier before the test',
    becomes: 'lost',
  },
  'publisher-full-is-ishst': {
    changes: 'publisherFull',
    barriers: changed({ publisherFull: 'dmb ishst' }),
    says: 'publisher: only dmb ishst before the test',
    becomes: 'lost',
    seenIn: { layout: 'split', direction: 'call', says: `${HVISOR_TOOL}: update_used_ring, virtio_inject_irq` },
  },
  'publisher-full-is-ishld': { changes: 'publisherFull', barriers: changed({ publisherFull: 'dmb ishld' }), says: 'publisher: only dmb ishld before the test', becomes: 'lost' },
  'no-consumer-full': { changes: 'consumerFull', barriers: changed({ consumerFull: 'none' }), says: 'consumer: no full barrier before the re-check', becomes: 'lost' },
  'consumer-full-is-ishst': {
    changes: 'consumerFull',
    barriers: changed({ consumerFull: 'dmb ishst' }),
    says: 'consumer: only dmb ishst before the re-check',
    becomes: 'lost',
  },
  'recheck-by-acquire': {
    changes: 'consumerFull',
    barriers: changed({ consumerFull: 'dmb ishst', read: 'acquire' }),
    says: 'consumer: only dmb ishst and an acquire load for the re-check',
    becomes: 'lost',
    seenIn: { layout: 'split', direction: 'kick', says: `${HVISOR_TOOL}: virtqueue_enable_notify, vq_is_empty` },
  },
  'consumer-full-is-ishld': { changes: 'consumerFull', barriers: changed({ consumerFull: 'dmb ishld' }), says: 'consumer: only dmb ishld before the re-check', becomes: 'lost' },
  'no-recheck': { changes: 'recheck', barriers: changed({ recheck: false }), says: 'consumer: sleeps without a re-check', becomes: 'lost' },
  'no-write': {
    changes: 'write',
    barriers: changed({ write: 'none' }),
    says: 'publisher: no write barrier before publishing',
    becomes: 'stale',
    seenIn: { layout: 'split', direction: 'call', says: `${HVISOR_TOOL}: update_used_ring, element and index` },
  },
  'write-is-ishld': { changes: 'write', barriers: changed({ write: 'dmb ishld' }), says: 'publisher: only dmb ishld before publishing', becomes: 'stale' },
  'no-read': {
    changes: 'read',
    barriers: changed({ read: 'none' }),
    says: 'consumer: no read barrier before taking',
    becomes: 'stale',
  },
  'read-is-acquire': {
    changes: 'read',
    barriers: changed({ read: 'acquire' }),
    says: 'consumer: an acquire load for the read barrier',
    becomes: 'holds',
    seenIn: { layout: 'split', direction: 'kick', says: `${HVISOR_TOOL}: vq_is_empty` },
  },
  'read-is-ishst': { changes: 'read', barriers: changed({ read: 'dmb ishst' }), says: 'consumer: only dmb ishst before taking', becomes: 'stale' },
} as const satisfies Readonly<Record<string, Variant>>;

export type VariantId = keyof typeof variants;
