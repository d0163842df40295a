import { both, nothing, touchedBy, type Reach } from './reach.ts';
import type { State } from './state.ts';
import type { Step } from './step.ts';
import type { System } from './system.ts';

/**
 * A step that no other thread can tell from later, if there is one: a load of a region that nobody else will write any
 * more, or a store to one that nobody else will touch. It may be taken at once and alone: every other order of the same
 * steps leads to the same states (a persistent set of one).
 */
export function unseenStep(system: System, state: State, steps: readonly Step[]): Step | undefined {
  const futures = state.threads.map((_, t) => futureOf(system, state, t));
  return steps.find(({ thread, place }) => {
    const { pc } = state.threads[thread].window[place];
    const mine = touchedBy(system.programs[thread], pc);
    const others = futures.reduce((sum, future, t) => (t === thread ? sum : both(sum, future)), nothing);
    const { op } = system.programs[thread].code[pc];
    return (op === 'load' && (mine.loads & others.stores) === 0) || (op === 'store' && (mine.stores & (others.stores | others.loads)) === 0);
  });
}

function futureOf({ programs, reach }: System, { threads }: State, t: number): Reach {
  const { pc, window } = threads[t];
  return window.reduce((sum, entry) => (entry.done ? sum : both(sum, touchedBy(programs[t], entry.pc))), reach[t][pc]);
}
