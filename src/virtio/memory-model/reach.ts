import type { Program } from './program.ts';

/** What a thread may still do from an instruction on, as bit sets of words and signals. */
export interface Reach {
  readonly loads: number;
  readonly stores: number;
  readonly signals: number;
}

export const nothing: Reach = { loads: 0, stores: 0, signals: 0 };

export const both = (a: Reach, b: Reach): Reach => ({ loads: a.loads | b.loads, stores: a.stores | b.stores, signals: a.signals | b.signals });

/** What one instruction touches. */
export function touchedBy({ code, plans }: Program, pc: number): Reach {
  const { op } = code[pc];
  const { words, signal } = plans[pc];
  if (op === 'load') return { ...nothing, loads: words };
  if (op === 'store') return { ...nothing, stores: words };
  return op === 'signal' ? { ...nothing, signals: 1 << signal } : nothing;
}

/** For each instruction, what it and everything that can follow it touches. */
export function reachOf(program: Program): readonly Reach[] {
  const reach = program.code.map((_, pc) => touchedBy(program, pc));
  for (let changed = true; changed; ) {
    changed = false;
    for (let pc = program.code.length - 1; pc >= 0; pc--) {
      const all = followers(program, pc).reduce((sum, next) => both(sum, reach[next]), reach[pc]);
      if (all.loads !== reach[pc].loads || all.stores !== reach[pc].stores || all.signals !== reach[pc].signals) {
        reach[pc] = all;
        changed = true;
      }
    }
  }
  return reach;
}

function followers({ code, plans }: Program, pc: number): readonly number[] {
  const { op } = code[pc];
  if (op === 'halt') return [];
  if (op === 'jump') return [plans[pc].to];
  return op === 'branch' ? [pc + 1, plans[pc].to] : [pc + 1];
}
