import { assemble, type Line, type Program, type Region } from './program.ts';
import { reachOf, type Reach } from './reach.ts';

/** Threads over one memory, ready to be searched. */
export interface System {
  readonly programs: readonly Program[];
  /** By thread and instruction: what may still be touched from there on. */
  readonly reach: readonly (readonly Reach[])[];
  readonly regions: readonly Region[];
  readonly memory: readonly number[];
  readonly signals: readonly string[];
  /** Loads, stores and signals of one thread that may be in flight at once. */
  readonly window: number;
}

/** What a system is made from. */
export interface SystemParts {
  readonly threads: Readonly<Record<string, readonly Line[]>>;
  /** Regions of memory with what stands in them at first. */
  readonly memory: Readonly<Record<string, readonly number[]>>;
  readonly window?: number;
  /** Guess at every branch, also where nothing can run ahead of it: the same executions from many more states. */
  readonly everyGuess?: boolean;
}

/** More than any protocol here has in flight before it sleeps or meets a full barrier. */
const WINDOW = 12;

export function makeSystem({ threads, memory, window = WINDOW, everyGuess = false }: SystemParts): System {
  const sizes = Object.values(memory).map((words) => words.length);
  const words = sizes.reduce((sum, size) => sum + size, 0);
  if (words > 31) throw new Error(`too much memory: ${words} words (at most 31)`);
  const regions = Object.keys(memory).map((name, i): Region => ({ name, base: sizes.slice(0, i).reduce((sum, size) => sum + size, 0), size: sizes[i] }));
  const signals = [...new Set(Object.values(threads).flatMap((lines) => lines.flatMap((line) => ('signal' in line ? [line.signal] : []))))];
  const programs = Object.entries(threads).map(([name, lines]) => assemble(name, lines, regions, signals, everyGuess));
  return {
    programs,
    reach: programs.map(reachOf),
    regions,
    memory: Object.values(memory).flat(),
    signals,
    window,
  };
}
