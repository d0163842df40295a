import { DESC_F_NEXT } from '../split-layout.ts';
import { EVENT_DESC } from '../packed-layout.ts';
import { forward, other, type PackedRing, type RingPosition } from './packed-ring.ts';
import type { Wrap } from './queue-dump.ts';

/** Where the device writes the next used descriptor, as the flags of the ring show it. */
export type UsedPosition =
  | { readonly kind: 'found'; readonly at: RingPosition; readonly from: string }
  /** The slots behind the last used element may belong to it, or be the next buffers. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly RingPosition[] }
  /** More wrap counters than two passes leave. */
  | { readonly kind: 'contradiction'; readonly changes: readonly number[] };

/** Reads the position from the wrap counters in the flags. VIRTIO 1.2 section 2.8.1. */
export function usedPosition(ring: PackedRing, inOrder: boolean): UsedPosition {
  const { size, usedIn } = ring;
  const used: number[] = [];
  for (let slot = 0; slot < size; slot++) if (usedIn(slot) !== null) used.push(slot);
  if (used.length === 0) return allAvailable(ring);
  const changes = used.filter((slot, i) => i > 0 && usedIn(slot) !== usedIn(used[i - 1]));
  if (changes.length > 1) return { kind: 'contradiction', changes };

  // The last used element: before the change, or the last one of a pass that is over.
  const last = changes.length === 1 ? used[used.indexOf(changes[0]) - 1] : used[used.length - 1];
  const wrap = usedIn(last) ?? 0;
  const behind = forward({ index: last, wrap }, 1, size);
  if (used.every((slot) => usedIn(slot) === 0) && ring.isBlank(last)) return { kind: 'found', at: { index: 0, wrap: 1 }, from: 'nothing was used yet' };
  const run = availableRun(ring, behind);
  if (run === 0) return { kind: 'found', at: behind, from: 'flags' };
  const { id } = ring.at(last);
  const ends = endsOfLast(ring, behind, run, inOrder ? id : null);
  const candidates = [behind, ...ends.map((end) => forward(end, 1, size))];
  const meant = oneOf(ring, candidates);
  if (meant !== null) return meant;
  // Where everything else took one slot, and the id behind is another's, so did the last one.
  if (used.length + run === size && ring.at(ends[0].index).id !== id) return { kind: 'found', at: behind, from: 'flags and buffer ids' };
  return { kind: 'ambiguous', candidates };
}

/** No used element is left: the ring is full of buffers from where the wrap counter changes, or what the driver has overwritten last left its end there. */
function allAvailable(ring: PackedRing): UsedPosition {
  const { size, availableIn } = ring;
  const changes: number[] = [];
  for (let slot = 1; slot < size; slot++) if (availableIn(slot) !== availableIn(slot - 1)) changes.push(slot);
  if (changes.length > 1) return { kind: 'contradiction', changes };
  const index = changes[0] ?? 0;
  const first: RingPosition = { index, wrap: availableIn(index) ?? 1 };
  const candidates = [first, ...endsOfLast(ring, first, size - 1, null).map((end) => forward(end, 1, size))];
  return oneOf(ring, candidates) ?? { kind: 'ambiguous', candidates };
}

/** Where the last used element can end, if the slots from here on belong to it: at a descriptor without NEXT; under IN_ORDER at any with its buffer id. */
function endsOfLast(ring: PackedRing, from: RingPosition, run: number, batchId: number | null): readonly RingPosition[] {
  const ends: RingPosition[] = [];
  for (let slots = 0; slots < run; slots++) {
    const slot = forward(from, slots, ring.size);
    const { flags, id } = ring.at(slot.index);
    if ((flags & DESC_F_NEXT) !== 0 || (batchId !== null && id !== batchId)) continue;
    ends.push(slot);
    if (batchId === null) break;
  }
  return ends;
}

/** The only candidate, or the one for which a side asked to be notified. */
function oneOf(ring: PackedRing, candidates: readonly RingPosition[]): UsedPosition | null {
  if (candidates.length === 1) return { kind: 'found', at: candidates[0], from: 'flags' };
  for (const event of [ring.deviceEvent, ring.driverEvent]) {
    const at = event.flags === EVENT_DESC ? candidates.find(({ index, wrap }) => index === event.index && wrap === event.wrap) : undefined;
    if (at !== undefined) return { kind: 'found', at, from: 'flags and event offset' };
  }
  return null;
}

/** The wrap counter of a given slot where the device writes next: from the used element before it. */
export function wrapAt(ring: PackedRing, index: number): Wrap {
  const here = ring.usedIn(index);
  if (here !== null) return other(here);
  for (let back = 1; back < ring.size; back++) {
    const slot = (index - back + ring.size) % ring.size;
    const wrap = ring.usedIn(slot);
    if (wrap !== null) return slot < index ? wrap : other(wrap);
  }
  return ring.availableIn(index) ?? 1;
}

/** How many slots from here on are available in the passes of the driver that follow. */
export function availableRun(ring: PackedRing, from: RingPosition): number {
  let slots = 0;
  for (let at = from; slots < ring.size && ring.availableIn(at.index) === at.wrap; at = forward(at, 1, ring.size)) slots++;
  return slots;
}
