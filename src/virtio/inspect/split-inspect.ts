import { checkAreas } from './areas.ts';
import type { Chain } from './chain.ts';
import { tableReader } from './indirect-table.ts';
import type { Inspection, Position } from './inspection.ts';
import type { HeldIndices, QueueDump } from './queue-dump.ts';
import { budgetRemark, splitChains } from './split-chain.ts';
import { checkHistories, checkUsedIds, headHistories } from './split-history.ts';
import { splitInterrupt, splitKick } from './split-notices.ts';
import { outstandingChains, outstandingInOrder } from './split-outstanding.ts';
import { splitRings, type SplitRings } from './split-rings.ts';
import { findingsFor, type Findings } from './violation.ts';

const modulo16 = (value: number): number => value & 0xffff;

/** What a split virtqueue holds and what is wrong with it. */
export function inspectSplit(dump: QueueDump): Inspection {
  const { name, size, features, held } = dump;
  const findings = findingsFor(name);
  const remarks: string[] = [];
  const rings = ringsOf(dump);
  const { availIdx, usedIdx } = rings;
  const eventIdx = features.eventIdx ?? ((rings.usedEvent ?? 0) !== 0 || (rings.availEvent ?? 0) !== 0);
  if (features.eventIdx === null) remarks.push(`the features are not known: read ${eventIdx ? 'with EVENT_IDX, as an event field is set' : 'without EVENT_IDX, as no event field is set'}`);
  if ((size & (size - 1)) !== 0) findings.add('splitSize', 'queue', null, `its size is ${size}, no power of two`);
  checkAreas(dump, findings);
  checkFlags(rings, features.eventIdx === true, findings);
  const isConsistent = checkIndices(rings, held.lastAvail?.index ?? null, findings);
  if (!isConsistent) remarks.push('its indices contradict each other, so no chain was followed');
  if (held.used !== null && held.used.index !== usedIdx) remarks.push(`used.idx is ${usedIdx} in memory; used-idx is ${held.used.index} (${held.from})`);
  checkUsedIds(rings, findings);

  const nextAvail: Position = { index: availIdx, wrap: null, from: 'memory' };
  const used: Position = { index: usedIdx, wrap: null, from: 'memory' };
  const base = { name, layout: 'split', size, features: { ...features, eventIdx }, kick: splitKick(rings, eventIdx), interrupt: splitInterrupt(rings, eventIdx, held.signalledUsed) } as const;
  if (!isConsistent) {
    const unknown = { outstanding: null, available: null, inFlight: null, unreaped: null, descriptorsInUse: null, chains: [] };
    return { ...base, positions: { nextAvail, lastAvail: given(held, 'lastAvail'), used, lastUsed: given(held, 'lastUsed') }, ...unknown, violations: findings.violations, remarks };
  }

  const outstanding = modulo16(availIdx - usedIdx);
  const lastAvail = given(held, 'lastAvail') ?? takenByEvent(rings, eventIdx, outstanding);
  if (lastAvail === null) remarks.push(`how many of the ${outstanding} chains the device has taken is not in memory: all are counted as available`);
  const taken = lastAvail === null ? 0 : modulo16(lastAvail.index - usedIdx);
  const histories = headHistories(rings, outstanding);
  const isTakenCertain = held.lastAvail !== null;
  if (features.inOrder !== true) checkHistories(rings, histories, outstanding, isTakenCertain ? taken : outstanding, findings);
  for (let at = 0; at < outstanding; at++) {
    const slot = rings.slotOf(usedIdx + at);
    const head = rings.availAt(slot);
    if (head >= size) findings.add('availHead', 'available ring', slot, `its entry is ${head}, and the table has ${size} descriptors`);
  }
  const found = features.inOrder === true ? outstandingInOrder(rings, outstanding, taken).filter(({ head }) => head < size) : outstandingChains(rings, histories, outstanding, taken, isTakenCertain);
  const seen = found.filter(({ state }) => state === 'in flight');
  if (seen.length < taken) remarks.push(`${taken - seen.length} of the ${taken} chains in flight cannot be seen in the ring`);
  else if (seen.some(({ isCertain }) => !isCertain)) remarks.push(`which ${taken} chains are in flight does not follow from memory alone: those used longest ago are shown`);

  const tables = tableReader(dump.memory, size);
  const reader = splitChains(dump, findings, tables);
  // A chain that may be back already must not claim descriptors of one that is not.
  const inTurn = [...found.filter(({ isCertain }) => isCertain), ...found.filter(({ isCertain }) => !isCertain)];
  const chains: Chain[] = inTurn.map(({ state, head, at, isCertain }) => reader.read(state, rings.slotOf(usedIdx + at), head, null, isCertain));

  const mostUnreaped = unreapedAtMost(rings, features.inOrder === true, (head) => reader.isTaken(head), outstanding);
  const lastUsed = given(held, 'lastUsed') ?? reapedByEvent(rings, eventIdx, mostUnreaped);
  const unreaped = lastUsed === null ? null : modulo16(usedIdx - lastUsed.index);
  if (unreaped === null) remarks.push(`how far the driver has reaped is not in memory: at most ${mostUnreaped} of what is used can be unreaped`);
  for (let at = -Math.min(unreaped ?? 0, size - outstanding); at < 0; at++) {
    const slot = rings.slotOf(usedIdx + at);
    // Under IN_ORDER one element stands for a batch, and slots behind it hold what a round before left there.
    const { id, len } = features.inOrder === true ? { id: rings.availAt(usedIdx + at), len: null } : rings.usedAt(slot);
    if (id >= size) continue;
    const chain = reader.read('used', slot, id, len, false);
    chains.push(chain);
    if (len !== null && chain.isWhole && len > chain.writableBytes) findings.add('usedLen', 'used ring', slot, `len is ${len}, and the chain from ${id} has ${chain.writableBytes} writable bytes`, id);
  }
  if (tables.isSpent()) remarks.push(budgetRemark);

  return {
    ...base,
    positions: { nextAvail, lastAvail, used, lastUsed },
    outstanding,
    available: outstanding - taken,
    inFlight: taken,
    unreaped,
    descriptorsInUse: chains.reduce((sum, chain) => sum + chain.descriptors, 0),
    chains,
    violations: findings.violations,
    remarks,
  };
}

/** So few slots above the indices may be empty by chance: a chain from descriptor 0 that nothing was written into leaves zeros too. */
const EMPTY_BY_CHANCE = 2;

/** A young ring in which heads contradict each other is one whose indices came round, if they do not contradict each other in that. */
function ringsOf(dump: QueueDump): SplitRings {
  const young = splitRings(dump);
  const empty = Math.max(0, dump.size - young.availIdx) + Math.max(0, dump.size - young.usedIdx);
  if (young.hasTurned || empty > EMPTY_BY_CHANCE || isFree(young)) return young;
  const turned = splitRings(dump, true);
  return isFree(turned) ? turned : young;

  function isFree(rings: SplitRings): boolean {
    const findings = findingsFor(dump.name);
    const outstanding = modulo16(rings.availIdx - rings.usedIdx);
    if (outstanding <= dump.size) checkHistories(rings, headHistories(rings, outstanding), outstanding, outstanding, findings);
    return findings.violations.length === 0;
  }
}

const given = (held: HeldIndices, which: 'lastAvail' | 'lastUsed'): Position | null => {
  const index = held[which]?.index;
  return index === undefined ? null : { index, wrap: null, from: held.from };
};

function checkFlags(rings: SplitRings, eventIdx: boolean, findings: Findings): void {
  const most = eventIdx ? 0 : 1;
  if (rings.availFlags > most) findings.add('availFlags', 'available ring', null, `flags are ${rings.availFlags}${eventIdx ? ' under EVENT_IDX' : ''}`);
  if (rings.usedFlags > most) findings.add('usedFlags', 'used ring', null, `flags are ${rings.usedFlags}${eventIdx ? ' under EVENT_IDX' : ''}`);
}

/** Whether the three indices can stand so: used behind taken behind available, within one ring. */
function checkIndices({ availIdx, usedIdx, size }: SplitRings, lastAvail: number | null, findings: Findings): boolean {
  const before = findings.violations.length;
  const outstanding = modulo16(availIdx - usedIdx);
  const ahead = modulo16(usedIdx - availIdx);
  if (outstanding > size && ahead <= size) findings.add('usedAhead', 'used ring', null, `used.idx is ${usedIdx}, ${ahead} ahead of avail.idx, ${availIdx}`);
  else if (outstanding > size) findings.add('availAhead', 'available ring', null, `avail.idx is ${availIdx}, ${outstanding} ahead of used.idx, ${usedIdx}, in a queue of ${size}`);
  else if (lastAvail !== null && modulo16(lastAvail - usedIdx) > outstanding) {
    const [untaken, back] = [modulo16(availIdx - lastAvail), modulo16(lastAvail - availIdx)];
    if (back <= size) findings.add('availIdx', 'available ring', null, `avail.idx is ${availIdx}, and the device has taken chains up to ${lastAvail}`);
    else findings.add('usedAhead', 'used ring', null, `used.idx is ${usedIdx}, and the device has taken chains only up to ${lastAvail}, ${untaken} before avail.idx`);
  }
  return findings.violations.length === before;
}

/** Devices keep avail_event where they stand; what cannot be such a place was left behind. */
function takenByEvent({ availEvent, availIdx, usedIdx }: SplitRings, eventIdx: boolean, outstanding: number): Position | null {
  if (outstanding === 0) return { index: availIdx, wrap: null, from: 'nothing is outstanding' };
  if (!eventIdx || availEvent === null || modulo16(availEvent - usedIdx) > outstanding) return null;
  return { index: availEvent, wrap: null, from: 'by avail_event' };
}

function reapedByEvent({ usedEvent, usedIdx }: SplitRings, eventIdx: boolean, most: number): Position | null {
  if (most === 0) return { index: usedIdx, wrap: null, from: 'nothing can be left to reap' };
  if (!eventIdx || usedEvent === null || modulo16(usedIdx - usedEvent) > most) return null;
  return { index: usedEvent, wrap: null, from: 'by used_event' };
}

/** A head that is available or in flight again was reaped, and so was everything used before it; so was whatever has the same head as a later one. */
function unreapedAtMost(rings: SplitRings, inOrder: boolean, isOutstanding: (head: number) => boolean, outstanding: number): number {
  const { size, usedIdx } = rings;
  const most = Math.min(size - outstanding, rings.usedDepth);
  if (inOrder) return most;
  const seen = new Set<number>();
  for (let count = 0; count < most; count++) {
    const { id } = rings.usedAt(usedIdx - 1 - count);
    if (seen.has(id) || (id < size && isOutstanding(id))) return count;
    seen.add(id);
  }
  return most;
}
