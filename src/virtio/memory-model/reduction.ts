import { UNKNOWN } from './program.ts';
import type { Reach } from './reach.ts';
import type { State, Thread } from './state.ts';
import type { Step } from './step.ts';
import type { System } from './system.ts';

/**
 * A step that no other thread can tell from later, if there is one: a load of a word that nobody else will write any
 * more, or a store to one that nobody else will touch. It may be taken at once and alone: every other order of the same
 * steps leads to the same states (a persistent set of one).
 */
export function unseenStep({ programs, reach }: System, { threads }: State, steps: readonly Step[]): Step | undefined {
  let of = -1;
  let loads = 0;
  let stores = 0;
  for (const step of steps) {
    const { thread, place } = step;
    if (thread !== of) {
      of = thread;
      loads = 0;
      stores = 0;
      for (let t = 0; t < threads.length; t++) {
        if (t === thread) continue;
        loads |= future(programs[t], reach[t], threads[t], 'load');
        stores |= future(programs[t], reach[t], threads[t], 'store');
      }
    }
    const { pc, address } = threads[thread].window[place];
    const { op } = programs[thread].code[pc];
    const word = 1 << address;
    if ((op === 'load' && (word & stores) === 0) || (op === 'store' && (word & (stores | loads)) === 0)) return step;
  }
  return undefined;
}

/** Words that a thread may still load or store, in flight or from its next instruction on. */
function future({ code, plans }: System['programs'][number], reach: readonly Reach[], { pc, window }: Thread, kind: 'load' | 'store'): number {
  let words = kind === 'load' ? reach[pc].loads : reach[pc].stores;
  for (const entry of window) {
    if (!entry.done && code[entry.pc].op === kind) words |= entry.address === UNKNOWN ? plans[entry.pc].words : 1 << entry.address;
  }
  return words;
}
