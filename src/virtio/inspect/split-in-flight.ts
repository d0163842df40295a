import type { HeadHistory } from './split-history.ts';

/** A chain that the device has taken and not used. */
export interface InFlight {
  readonly head: number;
  /** Distance of its entry in the available ring from the used index. */
  readonly at: number;
}

/**
 * Which heads are in flight, given how many. A head whose last use stands at or above its last availability is certainly
 * back; among the others those are taken whose use lies longest ago. `isCertain` says that there was no choice.
 */
export function inFlightHeads(histories: ReadonlyMap<number, HeadHistory>, taken: number, inOrder: boolean): { readonly heads: readonly InFlight[]; readonly isCertain: boolean } {
  const candidates: { readonly head: number; readonly at: number; readonly gap: number }[] = [];
  if (taken === 0) return { heads: [], isCertain: true };
  for (const [head, { avail, used }] of histories) {
    const at = avail.at(-1);
    // What was made available and not taken is not in flight.
    if (at === undefined || at >= taken) continue;
    const lastUse = used.at(-1) ?? -Infinity;
    if (inOrder ? at >= 0 : lastUse < at) candidates.push({ head, at, gap: at - lastUse });
  }
  candidates.sort((a, b) => (a.gap === b.gap ? b.at - a.at : b.gap - a.gap));
  const heads = candidates.slice(0, taken).sort((a, b) => a.at - b.at).map(({ head, at }) => ({ head, at }));
  return { heads, isCertain: candidates.length === taken };
}
