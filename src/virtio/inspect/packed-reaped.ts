import type { Chain } from './chain.ts';
import { EVENT_DESC } from '../packed-layout.ts';
import { idConflicts, usedChains } from './packed-ids.ts';
import type { KnownPosition } from './packed-known.ts';
import { distance, forward, type PackedRing, type RingPosition } from './packed-ring.ts';
import type { HeldIndices } from './queue-dump.ts';

/** How far the driver has reaped, where that is given or cannot be otherwise. At most `most` slots are used and not reaped. */
export function givenReaped(ring: PackedRing, { lastUsed, from }: HeldIndices, used: RingPosition, most: number): KnownPosition | null {
  if (most === 0) return { index: used.index, wrap: used.wrap, from: 'nothing can be left to reap' };
  if (lastUsed === null || lastUsed.index >= ring.size) return null;
  const behind = lastUsed.wrap === null ? (used.index - lastUsed.index + ring.size) % ring.size : distance({ index: lastUsed.index, wrap: lastUsed.wrap }, used, ring.size);
  return behind <= most ? { ...forward(used, 2 * ring.size - behind, ring.size), from } : null;
}

/** Drivers ask for the next interrupt where they stand; what contradicts the ring was left behind there. */
export function reapedByEvent(ring: PackedRing, used: RingPosition, most: number, available: readonly Chain[]): KnownPosition | null {
  const { flags, index, wrap } = ring.driverEvent;
  if (flags !== EVENT_DESC || index >= ring.size) return null;
  const behind = distance({ index, wrap }, used, ring.size);
  if (behind > most || (behind > 0 && ring.usedIn(index) !== wrap)) return null;
  const isBelievable = idConflicts(usedChains(ring, { index, wrap }, used), available).length === 0;
  return isBelievable ? { index, wrap, from: 'by driver event' } : null;
}
