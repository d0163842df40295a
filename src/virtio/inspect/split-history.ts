import type { SplitRings } from './split-rings.ts';
import type { Findings } from './violation.ts';

/** Where a head stands in both rings, as distances from the used index (negative: behind it), oldest first. */
export interface HeadHistory {
  readonly avail: readonly number[];
  readonly used: readonly number[];
}

/** How far back the slots of both rings reach, as distances from the used index. */
interface Reach {
  readonly avail: number;
  readonly used: number;
}

/** What the rings remember of every head. Heads that no table has are left out. */
export function headHistories(rings: SplitRings, outstanding: number): ReadonlyMap<number, HeadHistory> {
  const { size, usedIdx } = rings;
  const histories = new Map<number, { avail: number[]; used: number[] }>();
  const of = (head: number) => {
    const known = histories.get(head) ?? { avail: [], used: [] };
    histories.set(head, known);
    return known;
  };
  for (let at = outstanding - rings.availDepth; at < outstanding; at++) {
    const head = rings.availAt(usedIdx + at);
    if (head < size) of(head).avail.push(at);
  }
  for (let at = -rings.usedDepth; at < 0; at++) {
    const { id } = rings.usedAt(usedIdx + at);
    if (id < size) of(id).used.push(at);
  }
  return histories;
}

/** Ids in the used ring that are no heads. Only what was certainly written since the ring began is looked at. */
export function checkUsedIds(rings: SplitRings, findings: Findings): void {
  const { size, usedIdx } = rings;
  for (let at = -Math.min(usedIdx, size); at < 0; at++) {
    const { id } = rings.usedAt(usedIdx + at);
    if (id >= size) findings.add('usedId', 'used ring', rings.slotOf(usedIdx + at), `its id is ${id}, and the table has ${size} descriptors`);
  }
}

/** Heads that are used or made available twice without the other in between. `untaken` is the first entry that the device has not taken. */
export function checkHistories(rings: SplitRings, histories: ReadonlyMap<number, HeadHistory>, outstanding: number, untaken: number, findings: Findings): void {
  const { size, usedIdx } = rings;
  const reach: Reach = { avail: rings.isAvailWhole ? -Infinity : outstanding - size, used: rings.isUsedWhole ? -Infinity : -size };
  const written = -Math.min(usedIdx, size);
  const slot = (at: number) => rings.slotOf(usedIdx + at);
  for (const [head, { avail, used }] of histories) {
    for (const [at, before] of usedWithoutAvailable(used.filter((each) => each >= written), avail, reach.avail, size)) {
      findings.add('usedAhead', 'used ring', slot(at), before === null ? `head ${head} is used and was never available` : `head ${head} is used again, not made available since it was used in slot ${slot(before)}`);
    }
    for (const [at, before] of availableWithoutUsed(avail, used, reach.used, size, untaken)) {
      findings.add('splitShared', 'available ring', slot(at), `head ${head} is made available again, not used since slot ${slot(before)}`);
    }
  }
}

/**
 * Between two uses of a head it is made available once: after the first, so at an index above it; and before the
 * second, when at most `size` chains were ahead of it. Only told where all entries that could hold it are remembered.
 */
function usedWithoutAvailable(used: readonly number[], avail: readonly number[], reach: number, size: number): readonly (readonly [at: number, before: number | null])[] {
  const found: [number, number | null][] = [];
  let next = 0;
  for (const [i, at] of used.entries()) {
    const before = i === 0 ? -Infinity : used[i - 1];
    if (before + 1 < reach) continue;
    while (next < avail.length && avail[next] <= before) next++;
    if (next < avail.length && avail[next] < at + size) next++;
    else found.push([at, i === 0 ? null : before]);
  }
  return found;
}

/** Between two availabilities of a head it is used once: before the second, so at an index below it; what the device has not taken, it cannot have used. */
function availableWithoutUsed(avail: readonly number[], used: readonly number[], reach: number, size: number, untaken: number): readonly (readonly [at: number, before: number])[] {
  const found: [number, number][] = [];
  let next = 0;
  for (let i = 1; i < avail.length; i++) {
    const [before, at] = [avail[i - 1], avail[i]];
    if (before >= untaken) {
      found.push([at, before]);
      continue;
    }
    if (before - size + 1 < reach) continue;
    while (next < used.length && used[next] <= before - size) next++;
    if (next < used.length && used[next] < at) next++;
    else found.push([at, before]);
  }
  return found;
}
