import type { Checked } from './check.ts';
import { layouts, standard, type LayoutId } from './protocol.ts';
import { roundTripSystem } from './round-trip.ts';
import { search } from './search.ts';

/** Two requests through a ring of one descriptor: it wraps at each, and is written again as soon as it was given back. */
const TRIP = { size: 1, requests: 2 };

/** Both directions at once, with each side inspecting what it read before it gives the entry back, and without. */
export function checkRoundTrip(layout: LayoutId, suppression: Checked['protocol']['suppression'], inspects: boolean): Checked {
  const system = roundTripSystem({ layout, suppression }, standard, { ...TRIP, inspects });
  const { states, loss, schedule } = search(system);
  return {
    protocol: { layout, suppression, direction: 'both' },
    variant: inspects ? 'round-trip' : 'round-trip-uninspected',
    says: inspects ? 'the barriers of the standard, descriptors used again' : 'an entry given back before its data were looked at',
    verdict: loss ?? 'holds',
    expected: inspects ? 'holds' : 'stale',
    // Nothing in the standard orders the loads of a buffer before the store that gives it back: code does, by a dependency.
    section: '',
    seenIn: '',
    batches: [[1, 1]],
    states,
    ...(loss && { losing: { system, schedule } }),
  };
}

export const checkRoundTrips = (wanted: (protocol: Checked['protocol']) => boolean = () => true): readonly Checked[] =>
  (Object.keys(layouts) as LayoutId[]).flatMap((layout) =>
    (['flags', 'event_idx'] as const)
      .filter((suppression) => wanted({ layout, suppression, direction: 'both' }))
      .flatMap((suppression) => [true, false].map((inspects) => checkRoundTrip(layout, suppression, inspects))),
  );
