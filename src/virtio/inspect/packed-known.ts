import { EVENT_DESC } from '../packed-layout.ts';
import { usedPosition, wrapAt } from './packed-positions.ts';
import { distance, forward, said, type PackedRing, type RingPosition } from './packed-ring.ts';
import type { HeldIndex, HeldIndices } from './queue-dump.ts';
import type { Findings } from './violation.ts';

/** A position in a packed ring, and how it is known. */
export interface KnownPosition extends RingPosition {
  readonly from: string;
}

/** The device's position, given or out of the flags. `working` is where buffers are read from: null where nothing can be followed. */
export function findUsed(ring: PackedRing, inOrder: boolean, held: HeldIndices, findings: Findings, remarks: string[]): { readonly used: KnownPosition | null; readonly working: RingPosition | null } {
  const given = held.used;
  if (given !== null) {
    const index = given.index % ring.size;
    const used = { index, wrap: given.wrap ?? wrapAt(ring, index), from: given.wrap === null ? `${held.from}, wrap: flags` : held.from };
    return { used, working: used };
  }
  const found = usedPosition(ring, inOrder);
  switch (found.kind) {
    case 'found':
      return { used: { ...found.at, from: found.from }, working: found.at };
    case 'ambiguous':
      remarks.push(`where the device stands is ambiguous, ${found.candidates.slice(0, 4).map(said).join(' or ')}: the slots behind the last used element are the rest of it, or the next buffer`);
      return { used: null, working: found.candidates[0] };
    case 'contradiction':
      findings.add('packedWrap', 'descriptor', found.changes[0], `the wrap counter in the flags changes ${found.changes.length} times around the ring`);
      remarks.push('its wrap counters contradict each other, so no buffer was followed');
      return { used: null, working: null };
  }
}

/** How far the device has taken buffers: given, or where it asked for the next kick. `run` slots are available from `used` on. */
export function findTaken(ring: PackedRing, held: HeldIndices, used: RingPosition, run: number, remarks: string[]): KnownPosition | null {
  const given = held.lastAvail;
  if (given !== null) {
    const slots = ahead(ring, used, given);
    if (slots <= run) return { ...forward(used, slots, ring.size), from: given.wrap === null ? `${held.from}, wrap: flags` : held.from };
    remarks.push(`the device is said to have taken buffers up to ${given.index}, and they are available only up to ${said(forward(used, run, ring.size))}`);
  }
  if (run === 0) return { index: used.index, wrap: used.wrap, from: 'nothing is outstanding' };
  const slots = distance(used, ring.deviceEvent, ring.size);
  const isMeant = ring.deviceEvent.flags === EVENT_DESC && ring.deviceEvent.index < ring.size && slots <= run;
  return isMeant ? { ...forward(used, slots, ring.size), from: 'by device event' } : null;
}

/** Slots from one position on to a given one, whose wrap counter may not be known. */
function ahead(ring: PackedRing, from: RingPosition, { index, wrap }: HeldIndex): number {
  const slot = index % ring.size;
  return wrap === null ? (slot - from.index + ring.size) % ring.size : distance(from, { index: slot, wrap }, ring.size);
}
