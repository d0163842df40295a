import { checkAreas } from './areas.ts';
import { EVENT_DESC } from '../packed-layout.ts';
import { tableReader } from './indirect-table.ts';
import type { Inspection } from './inspection.ts';
import { packedChains } from './packed-chain.ts';
import { checkEvents } from './packed-events.ts';
import { checkIds, checkUsedIds, usedChains } from './packed-ids.ts';
import { findTaken, findUsed } from './packed-known.ts';
import { givenReaped, reapedByEvent } from './packed-reaped.ts';
import { packedNotice } from './packed-notices.ts';
import { availableRun } from './packed-positions.ts';
import { distance, forward, packedRing, type PackedRing, type RingPosition } from './packed-ring.ts';
import type { HeldIndices, QueueDump } from './queue-dump.ts';
import { budgetRemark } from './split-chain.ts';
import { findingsFor, type Findings } from './violation.ts';

/** What a packed virtqueue holds and what is wrong with it. Wrap counters are not in memory: they are given, or follow from the flags. */
export function inspectPacked(dump: QueueDump): Inspection {
  const { name, size, features, held } = dump;
  const findings = findingsFor(name);
  const remarks: string[] = [];
  const ring = packedRing(dump);
  checkAreas(dump, findings);
  checkEvents(ring, features.eventIdx, findings);

  const { used, working } = findUsed(ring, features.inOrder === true, held, findings, remarks);
  const run = working === null ? 0 : availableRun(ring, working);
  const end = working === null ? null : forward(working, run, size);
  const lastAvail = used === null ? null : findTaken(ring, held, used, run, remarks);
  const taken = used === null || lastAvail === null ? 0 : takenSlots(used, lastAvail, run, size);

  // Used out of order, a buffer leaves its descriptors as they were: what looks available may be back already, and its id another's.
  const isUntouched = features.inOrder === true || (run < size && Array.from({ length: size - run }, (_, i) => ring.isBlank(size - 1 - i)).every(Boolean));
  const areOutstanding = isUntouched || held.lastAvail !== null;
  const [ofTaken, ofAvailable] = [isUntouched, areOutstanding].map((isCertain) => (isCertain ? findings : withoutTables(findings)));

  const tables = tableReader(dump.memory, size);
  const inFlight = working === null ? [] : packedChains(dump, ring, working, taken, 'in flight', ofTaken, tables);
  const available = working === null ? [] : packedChains(dump, ring, forward(working, taken, size), run - taken, 'available', ofAvailable, tables);
  if (used !== null && lastAvail === null) remarks.push(`how many of the ${available.length} buffers the device has taken is not in memory: all are counted as available`);
  if (inFlight.length > 1 && features.inOrder !== true) remarks.push('a device that finishes out of order writes over descriptors of buffers in flight: those shown may be others');

  const given = used === null ? null : givenReaped(ring, held, used, size - run);
  if (used !== null && given !== null) checkUsedIds(usedChains(ring, given, used), areOutstanding ? available : [], findings);
  const lastUsed = given ?? (used === null ? null : reapedByEvent(ring, used, size - run, available));
  const unreapedSlots = used === null || lastUsed === null ? 0 : distance(lastUsed, used, size);
  const unreaped = used === null || lastUsed === null ? [] : usedChains(ring, lastUsed, used);
  if (areOutstanding) checkIds(available, findings);
  if (used !== null && lastUsed === null) remarks.push('how far the driver has reaped is not in memory');
  if (tables.isSpent()) remarks.push(budgetRemark);

  const isKnown = used !== null;
  return {
    name,
    layout: 'packed',
    size,
    features: { ...features, eventIdx: features.eventIdx ?? (ring.driverEvent.flags === EVENT_DESC || ring.deviceEvent.flags === EVENT_DESC) },
    positions: { nextAvail: end === null ? null : { ...end, from: 'flags' }, lastAvail, used, lastUsed },
    outstanding: isKnown ? inFlight.length + available.length : null,
    available: isKnown ? available.length : null,
    inFlight: isKnown ? inFlight.length : null,
    unreaped: lastUsed === null ? null : unreaped.length,
    descriptorsInUse: isKnown ? run + unreapedSlots : null,
    chains: isKnown ? [...inFlight, ...available, ...unreaped] : [],
    kick: packedNotice({ what: 'kick', field: 'device event', event: ring.deviceEvent, next: end, last: null }, size),
    interrupt: packedNotice({ what: 'interrupt', field: 'driver event', event: ring.driverEvent, next: used, last: signalledAt(ring, held, used) }, size),
    violations: findings.violations,
    remarks,
  };
}

/** A ring full of buffers that were all taken ends where it begins. */
const takenSlots = (used: RingPosition, lastAvail: RingPosition, run: number, size: number): number => Math.min(run, distance(used, lastAvail, size));

/** Where the device stood when it last tested whether to interrupt; null where that is not known. */
function signalledAt(ring: PackedRing, { signalledUsed }: HeldIndices, used: RingPosition | null): RingPosition | 'none' | null {
  if (signalledUsed === 'none' || signalledUsed === null || used === null) return signalledUsed === 'none' ? 'none' : null;
  const behind = (used.index - (signalledUsed.index % ring.size) + ring.size) % ring.size;
  return forward(used, 2 * ring.size - behind, ring.size);
}

/** What stands in an indirect table of a buffer that may be back already is no longer that buffer's. */
const withoutTables = (findings: Findings): Findings => ({ ...findings, add: (rule, where, ...rest) => (where === 'indirect descriptor' ? undefined : findings.add(rule, where, ...rest)) });
