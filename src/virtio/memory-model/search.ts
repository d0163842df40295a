import { unseenStep } from './reduction.ts';
import { keyOf, type State } from './state.ts';
import { after, starts, stepsOf, type Step } from './step.ts';
import type { System } from './system.ts';

/** What goes wrong in an execution: a thread sleeps for ever, or it has acted on data from before they were written. */
export type Loss = 'lost' | 'stale';

/** A step and the states around it. */
export interface Move {
  readonly before: State;
  readonly step: Step;
  readonly after: State;
}

export interface Found {
  readonly states: number;
  /** Why and how it goes wrong, by fewest steps; undefined when it never does. */
  readonly loss?: Loss;
  readonly schedule: readonly Move[];
  /** Every end that was reached, unless the search stopped at a loss. */
  readonly ends: readonly State[];
}

export interface SearchOptions {
  /** Takes at once what no other thread can see; the same verdicts from fewer states. */
  readonly reduce?: boolean;
  readonly mostStates?: number;
}

/** Goes through all executions, shortest first, and stops at the first that loses. Throws when there are too many states. */
export function search(system: System, { reduce = true, mostStates = 2_000_000 }: SearchOptions = {}): Found {
  const seen = new Set<string>();
  const states: State[] = [];
  const cameFrom: { readonly parent: number; readonly step: Step | undefined }[] = [];
  const ends: State[] = [];
  let loss: { readonly kind: Loss; readonly at: number } | undefined;

  const add = (state: State, parent: number, step: Step | undefined): boolean => {
    const key = keyOf(state);
    if (seen.has(key)) return false;
    if (states.length >= mostStates) throw new Error(`too many states: more than ${mostStates} (fewer entries or a smaller window would do)`);
    seen.add(key);
    states.push(state);
    cameFrom.push({ parent, step });
    return true;
  };

  for (const state of starts(system)) add(state, -1, undefined);
  for (let at = 0; at < states.length && loss === undefined; at++) {
    const state = states[at];
    if (state.threads.some(({ stale }) => stale >= 0)) {
      loss = { kind: 'stale', at };
      break;
    }
    const steps = stepsOf(system, state);
    if (steps.length === 0) {
      ends.push(state);
      if (state.threads.some(({ window }) => window.length > 0)) loss = { kind: 'lost', at };
      continue;
    }
    const alone = reduce ? unseenStep(system, state, steps) : undefined;
    // A step taken alone must lead somewhere new, or a loop of such steps would put the others off for ever.
    const isNew = alone !== undefined && after(system, state, alone).map((next) => add(next, at, alone)).includes(true);
    if (!isNew) for (const step of steps) for (const next of after(system, state, step)) add(next, at, step);
  }
  return { states: states.length, schedule: loss === undefined ? [] : path(loss.at), ends, ...(loss && { loss: loss.kind }) };

  function path(last: number): readonly Move[] {
    const moves: Move[] = [];
    for (let i = last; cameFrom[i].parent >= 0; i = cameFrom[i].parent) {
      const { parent, step } = cameFrom[i];
      if (step !== undefined) moves.unshift({ before: states[parent], step, after: states[i] });
    }
    return moves;
  }
}
