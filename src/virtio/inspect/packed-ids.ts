import type { Chain } from './chain.ts';
import { distance, forward, type PackedRing, type RingPosition } from './packed-ring.ts';
import type { Findings } from './violation.ts';

/** The used elements between two positions, as buffers that wait to be reaped. Their descriptors are overwritten. */
export function usedChains(ring: PackedRing, from: RingPosition, to: RingPosition): readonly Chain[] {
  const slots = distance(from, to, ring.size);
  const found: { readonly head: number; readonly at: number }[] = [];
  for (let done = 0; done < slots; done++) {
    const at = forward(from, done, ring.size);
    if (ring.usedIn(at.index) === at.wrap) found.push({ head: at.index, at: done });
  }
  return found.map(({ head, at }, i) => {
    const { id, length } = ring.at(head);
    const descriptors = (found[i + 1]?.at ?? slots) - at;
    return { state: 'used', slot: head, head, id, elements: [], descriptors, readableBytes: 0, writableBytes: 0, writtenBytes: length, isWhole: true };
  });
}

/** Buffers that the device has not taken and that share their id. */
export function checkIds(available: readonly Chain[], findings: Findings): void {
  const heads = new Map<number | null, number>();
  for (const { id, head } of available) {
    const before = heads.get(id);
    if (before === undefined) heads.set(id, head);
    else findings.add('packedId', 'descriptor', head, `its buffer id, ${id}, is that of the available buffer at ${before}`, head);
  }
}

/** Used elements, not reaped, whose id cannot be: used twice, or of a buffer that was not taken. */
export function idConflicts(unreaped: readonly Chain[], available: readonly Chain[]): readonly { readonly head: number; readonly reason: string }[] {
  const heads = new Map(available.map(({ id, head }) => [id, head]));
  const used = new Map<number | null, number>();
  return unreaped.flatMap(({ id, head }) => {
    const [before, next] = [used.get(id), heads.get(id)];
    used.set(id, head);
    if (before !== undefined) return [{ head, reason: `buffer id ${id} is used here and in descriptor ${before}, and was not reaped between` }];
    return next === undefined ? [] : [{ head, reason: `buffer id ${id} is used, and the buffer at ${next} with this id was not taken by the device` }];
  });
}

export function checkUsedIds(unreaped: readonly Chain[], available: readonly Chain[], findings: Findings): void {
  for (const { head, reason } of idConflicts(unreaped, available)) findings.add('packedUsedId', 'descriptor', head, reason);
}
