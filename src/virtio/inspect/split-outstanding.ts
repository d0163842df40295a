import type { HeadHistory } from './split-history.ts';
import type { SplitRings } from './split-rings.ts';

/** A chain that is available or in flight. */
export interface Outstanding {
  readonly head: number;
  /** Distance of its entry in the available ring from the used index. */
  readonly at: number;
  readonly state: 'available' | 'in flight';
  /** It cannot have been used: what is wrong with it is wrong. */
  readonly isCertain: boolean;
}

/**
 * The chains that the device has to give back: those that it has not taken, and as many in flight as it has. Used out of
 * order, entries above the used index may be back already; among the others those are taken that were used longest ago.
 * `taken`: how many the device has taken and not used; `isTakenCertain`: that is given, not inferred.
 */
export function outstandingChains(rings: SplitRings, histories: ReadonlyMap<number, HeadHistory>, outstanding: number, taken: number, isTakenCertain: boolean): readonly Outstanding[] {
  const candidates: (Outstanding & { readonly gap: number })[] = [];
  const available: Outstanding[] = [];
  for (const [head, past] of histories) {
    const at = past.avail.at(-1);
    if (at === undefined) continue;
    const lastUse = past.used.at(-1) ?? -Infinity;
    const isCertain = cannotBeUsed(rings, past);
    if (at >= taken) available.push({ head, at, state: 'available', isCertain: isCertain || isTakenCertain });
    else if (lastUse < at) candidates.push({ head, at, state: 'in flight', isCertain, gap: isCertain ? Infinity : at - lastUse });
  }
  // Used out of order, a chain may be in flight whose entry was overwritten long ago, if there is a head for it.
  const isForgetful = !rings.isAvailWhole && [...histories.values()].filter(({ avail }) => avail.length > 0).length < rings.size;
  const hasNoChoice = isTakenCertain && candidates.length === taken && !isForgetful;
  const inFlight = candidates
    .sort((a, b) => (a.gap === b.gap ? b.at - a.at : b.gap - a.gap))
    .slice(0, taken)
    .map(({ gap: _, ...chain }) => ({ ...chain, isCertain: chain.isCertain || hasNoChoice }));
  return [...inFlight, ...available].filter(({ at }) => at < outstanding).sort((a, b) => a.at - b.at);
}

/** Under IN_ORDER the entries from the used index on are what is outstanding. */
export function outstandingInOrder(rings: SplitRings, outstanding: number, taken: number): readonly Outstanding[] {
  return Array.from({ length: outstanding }, (_, at) => ({ head: rings.availAt(rings.usedIdx + at), at, state: at < taken ? 'in flight' as const : 'available' as const, isCertain: true }));
}

/**
 * Whether the last availability of a head cannot have been followed by a use: then every availability would have one of
 * its own, above `at - size` as no more than a ring can be ahead of it, and below the next availability.
 */
function cannotBeUsed({ size, usedDepth, isUsedWhole }: SplitRings, { avail, used }: HeadHistory): boolean {
  for (let back = 1; back <= avail.length; back++) {
    const at = avail[avail.length - back];
    const use = used.at(-back);
    // From here on the use may be one that the ring has forgotten.
    if (!isUsedWhole && at - size + 1 < -usedDepth) return false;
    if (use === undefined || use <= at - size) return true;
    if (back > 1 && use >= avail[avail.length - back + 1]) return true;
  }
  return false;
}
