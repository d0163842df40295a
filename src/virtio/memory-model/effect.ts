import { forwards } from './ordering.ts';
import type { Entry, State, Thread } from './state.ts';
import type { System } from './system.ts';

/** The state after one instruction has taken effect, before its thread settles; undefined where that would break coherence. */
export function takeEffect(system: System, state: State, threadIndex: number, place: number): State | undefined {
  const thread = state.threads[threadIndex];
  const { code, plans } = system.programs[threadIndex];
  const { pc, address } = thread.window[place];
  switch (code[pc].op) {
    case 'load': {
      const source = forwards(code, thread.window, place);
      if (!loadIsCoherent(code, thread.window, place, typeof source === 'number' ? source : -1)) return undefined;
      const loaded = typeof source === 'number' ? { value: thread.window[source].value, source } : { value: state.memory[address] };
      return withEntry(state, threadIndex, place, loaded);
    }
    case 'store':
      return storeIsCoherent(code, thread.window, place) ? stored(system, state, threadIndex, place) : undefined;
    case 'signal':
      return { ...withEntry(state, threadIndex, place, {}), signals: state.signals | (1 << plans[pc].signal) };
    default:
      return { ...withEntry(state, threadIndex, place, {}), signals: state.signals & ~(1 << plans[pc].signal) };
  }
}

function withEntry(state: State, threadIndex: number, place: number, change: Partial<Entry>): State {
  const thread = state.threads[threadIndex];
  const window = thread.window.slice();
  window[place] = { ...window[place], ...change, done: true };
  return { ...state, threads: replaced(state.threads, threadIndex, { ...thread, window }) };
}

/** A list with one member replaced. */
export function replaced<T>(list: readonly T[], place: number, by: T): readonly T[] {
  const copy = list.slice();
  copy[place] = by;
  return copy;
}

type Code = System['programs'][number]['code'];

/** Later loads of the same word that ran ahead must not have seen something older than what this one sees. */
function loadIsCoherent(code: Code, window: Thread['window'], place: number, source: number): boolean {
  const { address } = window[place];
  for (let i = place + 1; i < window.length; i++) {
    const later = window[i];
    if (code[later.pc].op !== 'load' || !later.done || later.address !== address || later.source > place) continue;
    if (source >= 0 ? later.source < source : later.overwritten) return false;
  }
  return true;
}

/** A load that ran ahead of this store, before its address was known, must not have been of the same word. */
function storeIsCoherent(code: Code, window: Thread['window'], place: number): boolean {
  const { address } = window[place];
  return !window.some((later, i) => i > place && code[later.pc].op === 'load' && later.done && later.address === address && later.source < place);
}

/** Memory is changed for all at once; loads of that word in flight are marked, and those that had taken it from here are not. */
function stored(system: System, state: State, threadIndex: number, place: number): State {
  const { address, value } = state.threads[threadIndex].window[place];
  const threads = state.threads.map((thread, t) => {
    const { code } = system.programs[t];
    let window: Entry[] | undefined;
    for (let i = 0; i < thread.window.length; i++) {
      const entry = thread.window[i];
      if (entry.address !== address) continue;
      const isThis = t === threadIndex && i === place;
      const isFromHere = t === threadIndex && entry.source === place;
      if (!isThis && (code[entry.pc].op !== 'load' || !entry.done || (entry.source >= 0 && !isFromHere) || entry.overwritten)) continue;
      window ??= thread.window.slice();
      window[i] = isThis ? { ...entry, done: true } : isFromHere ? { ...entry, source: -1 } : { ...entry, overwritten: true };
    }
    return window === undefined ? thread : { ...thread, window };
  });
  return { ...state, memory: replaced(state.memory, address, value), threads };
}
