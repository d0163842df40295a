import type { System } from './system.ts';
import { UNKNOWN } from './program.ts';

/** An instruction in flight, in program order behind those before it. */
export interface Entry {
  readonly pc: number;
  /** It has taken effect: a load has its value, a store is in memory. */
  readonly done: boolean;
  /** Word of memory, or UNKNOWN while it depends on a load in flight. */
  readonly address: number;
  /** What was loaded or will be stored; of a branch, 1 when it was guessed taken. */
  readonly value: number;
  /** Place in the window of the store whose value a load took before it was in memory, or -1. */
  readonly source: number;
  /** A load whose word was overwritten since: an earlier load of that word can no longer be satisfied consistently. */
  readonly overwritten: boolean;
}

export interface Thread {
  /** Next instruction to enter the window. */
  readonly pc: number;
  /** Registers as the oldest instruction in flight finds them. */
  readonly registers: readonly number[];
  readonly window: readonly Entry[];
  /** It has acted on stale data at this instruction, or -1. */
  readonly stale: number;
}

/** Everything that decides what can happen next. */
export interface State {
  readonly memory: readonly number[];
  /** Signals that are raised and not taken, as a bit set. */
  readonly signals: number;
  readonly threads: readonly Thread[];
}

export const entryAt = (pc: number): Entry => ({ pc, done: false, address: UNKNOWN, value: UNKNOWN, source: -1, overwritten: false });

/** Equal for states with equal futures. Addresses and operands follow from the rest. Words are 16 bits wide. */
export function keyOf({ memory, signals, threads }: State): string {
  let at = 0;
  words[at++] = signals;
  for (const word of memory) words[at++] = word;
  for (const { pc, registers, window, stale } of threads) {
    words[at++] = pc;
    words[at++] = stale + 1;
    words[at++] = window.length;
    let unknown = 0;
    for (let i = 0; i < registers.length; i++) {
      words[at++] = registers[i];
      if (registers[i] === UNKNOWN) unknown |= 1 << i;
    }
    words[at++] = unknown;
    for (const entry of window) {
      words[at++] = entry.pc;
      words[at++] = (entry.done ? 1 : 0) + (entry.overwritten ? 2 : 0) + (entry.value === UNKNOWN ? 4 : 0) + 8 * (entry.source + 1);
      words[at++] = entry.value;
    }
  }
  return String.fromCharCode(...words.subarray(0, at));
}

/** Scratch of keyOf. */
const words = new Uint16Array(1024);

/** Nothing has been fetched yet. */
export function rawStart({ programs, memory }: System): State {
  return { memory, signals: 0, threads: programs.map(({ registers }) => ({ pc: 0, registers: registers.map(() => UNKNOWN), window: [], stale: -1 })) };
}
