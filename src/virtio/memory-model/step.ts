import { replaced, takeEffect } from './effect.ts';
import { settle } from './front-end.ts';
import { ready } from './ordering.ts';
import { rawStart, type State } from './state.ts';
import type { System } from './system.ts';

/** One instruction that takes effect. */
export interface Step {
  readonly thread: number;
  /** Its place in the window of its thread. */
  readonly place: number;
}

/** The states before the first step: the threads have fetched, and guessed. */
export const starts = (system: System): readonly State[] => {
  const raw = rawStart(system);
  return system.programs.reduce<readonly State[]>((states, _, t) => states.flatMap((state) => settled(system, state, t)), [raw]);
};

/** What can take effect next. */
export const stepsOf = (system: System, { threads, signals }: State): readonly Step[] =>
  threads.flatMap((thread, t) => ready(system.programs[t], thread, signals).map((place) => ({ thread: t, place })));

/** The states after a step: none when it proves a guess wrong or breaks coherence, several when a new branch is guessed. */
export function after(system: System, state: State, { thread, place }: Step): readonly State[] {
  const next = takeEffect(system, state, thread, place);
  return next === undefined ? [] : settled(system, next, thread);
}

const settled = (system: System, state: State, t: number): readonly State[] =>
  settle(system.programs[t], state.threads[t], system.window).map((thread) => ({ ...state, threads: replaced(state.threads, t, thread) }));
