import type { Suppression } from './layout.ts';
import { layouts, protocolSystem, sides, type LayoutId, type Protocol } from './protocol.ts';
import { search, type Loss, type Move } from './search.ts';
import { sections } from './sections.ts';
import type { System } from './system.ts';
import { variants, type Variant, type VariantId } from './variants.ts';

/** All ways to publish up to three entries, the fewest entries first; a notification is tested for after each batch. */
export const batchings: readonly (readonly number[])[] = [[1], [2], [1, 1], [3], [2, 1], [1, 2], [1, 1, 1]];

/** What came out for one protocol with one change. */
export interface Checked {
  readonly protocol: Omit<Protocol, 'direction'> & { readonly direction: Protocol['direction'] | 'both' };
  readonly variant: VariantId | 'round-trip' | 'round-trip-uninspected';
  readonly says: string;
  readonly verdict: Loss | 'holds';
  /** What the standard leads one to expect. */
  readonly expected: Loss | 'holds';
  /** Section of VIRTIO 1.2 that demands what was changed. */
  readonly section: string;
  /** A tree that was read and does this. */
  readonly seenIn: string;
  /** Batches that lose, or all that were gone through. */
  readonly batches: readonly (readonly number[])[];
  readonly states: number;
  readonly losing?: { readonly system: System; readonly schedule: readonly Move[] };
}

export const protocols: readonly Protocol[] = (Object.keys(layouts) as LayoutId[]).flatMap((layout) =>
  (['flags', 'event_idx'] satisfies Suppression[]).flatMap((suppression) => (['kick', 'call'] as const).map((direction) => ({ layout, suppression, direction }))),
);

/** Goes through every execution for each batching, until one loses. */
export function check(protocol: Protocol, id: VariantId): Checked {
  const variant: Variant = variants[id];
  const [publisher, consumer] = sides[protocol.direction];
  const { seenIn } = variant;
  const about = {
    protocol,
    variant: id,
    says: variant.says.replace('publisher', publisher).replace('consumer', consumer),
    expected: variant.becomes,
    section: variant.changes === undefined ? '' : sections[variant.changes][protocol.layout][protocol.direction],
    seenIn: seenIn?.layout === protocol.layout && seenIn.direction === protocol.direction && protocol.suppression === 'flags' ? seenIn.says : '',
  };
  let states = 0;
  for (const batches of batchings) {
    const system = protocolSystem(protocol, variant.barriers, batches);
    const found = search(system);
    states += found.states;
    if (found.loss === undefined) continue;
    // What is taken at once because nobody can see it may be a step too many: the shortest schedule comes from all orders.
    const { loss, schedule } = search(system, { reduce: false });
    return { ...about, verdict: loss ?? found.loss, batches: [batches], states, losing: { system, schedule } };
  }
  return { ...about, verdict: 'holds', batches: batchings, states };
}

/** Every variant of every protocol. */
export const checkAll = (wanted: (protocol: Protocol) => boolean = () => true): readonly Checked[] =>
  protocols.filter(wanted).flatMap((protocol) => (Object.keys(variants) as VariantId[]).map((id) => check(protocol, id)));
