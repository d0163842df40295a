import { explain } from './explanation.ts';
import type { Explanation } from './explanation.ts';
import { groupSteps } from './step-groups.ts';
import type { TrialSpec } from './spec.ts';
import { backendStates, guestStates } from './states.ts';
import type { States } from './states.ts';

/** A path or wait that one life has more of than another. */
export interface Difference {
  readonly path: string;
  readonly phase: string;
  readonly times: number;
  readonly ps: number;
}

/** The same request, had it met another state; or why it cannot. */
export interface Variant {
  readonly state: string;
  readonly latencyPs: number | null;
  /** Whether its driver found that a kick was wanted; null where there is no virtqueue, and where it cannot be. */
  readonly kick: Explanation['kick'];
  readonly gone: readonly Difference[];
  readonly added: readonly Difference[];
  /** Why the system cannot be in that state; null where it can. */
  readonly refused: string | null;
}

/** The life of the request in every other state of the guest and of the back end, one at a time, each run and compared. */
export function variantsOf(explanation: Explanation, asked: TrialSpec): readonly Variant[] {
  const { met } = explanation;
  const others: readonly States[] = [
    ...(met.guest === null ? [] : guestStates.filter((state) => state !== met.guest).map((guest) => ({ guest, backend: null }))),
    ...(met.backend === null ? [] : backendStates.filter((state) => state !== met.backend).map((backend) => ({ guest: null, backend }))),
  ];
  return others.map((states) => variant(explanation, asked, states));
}

function variant(explanation: Explanation, asked: TrialSpec, states: States): Variant {
  const state = states.guest !== null ? `guest=${states.guest}` : `backend=${states.backend}`;
  try {
    const other = explain(asked, states);
    return { state, latencyPs: other.latencyPs, kick: other.kick, ...difference(explanation, other), refused: null };
  } catch (error) {
    return { state, latencyPs: null, kick: null, gone: [], added: [], refused: (error instanceof Error ? error.message : String(error)).replace(/^--state [^:]*: /, '') };
  }
}

/** What the second life lacks of the first, and what it has beyond it, by phase and path; the difference of their sums is that of the latencies. */
export function difference(one: Explanation, other: Explanation): Pick<Variant, 'gone' | 'added'> {
  const [before, after] = [totals(one), totals(other)];
  const changed = [...new Set([...before.keys(), ...after.keys()])].map((key): Difference => {
    const [a, b] = [before.get(key), after.get(key)];
    return { path: (a ?? b)?.path ?? '', phase: (a ?? b)?.phase ?? '', times: (b?.times ?? 0) - (a?.times ?? 0), ps: (b?.ps ?? 0) - (a?.ps ?? 0) };
  });
  return {
    gone: changed.filter(({ ps }) => ps < 0).map((line) => ({ ...line, times: -line.times, ps: -line.ps })),
    added: changed.filter(({ ps }) => ps > 0),
  };
}

function totals({ steps }: Explanation): ReadonlyMap<string, Difference> {
  const sums = new Map<string, Difference>();
  for (const { first: { path, phase, kind }, durationPs } of groupSteps(steps)) {
    const key = `${phase} ${kind} ${path}`;
    const known = sums.get(key);
    sums.set(key, { path, phase, times: (known?.times ?? 0) + 1, ps: (known?.ps ?? 0) + durationPs });
  }
  return sums;
}
