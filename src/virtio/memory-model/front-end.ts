import { UNKNOWN, type Program } from './program.ts';
import { entryAt, type Entry, type Thread } from './state.ts';

/**
 * Lets a thread do all that no other thread can see: compute operands, retire what is finished, fetch. A branch on a value
 * still in flight is guessed both ways, so there may be several results; a thread whose guess proves wrong is dropped,
 * because the thread that guessed right does everything that a core would do after throwing its speculation away.
 */
export function settle(program: Program, thread: Thread, room: number): readonly Thread[] {
  const computed = compute(program, thread);
  return computed === undefined ? [] : fetchMore(program, retire(program, computed), room);
}

/** Addresses, store data and branch directions that have become known; undefined when a guess was wrong. */
function compute({ code, plans }: Program, thread: Thread): Thread | undefined {
  const registers = [...thread.registers];
  const window: Entry[] = [];
  for (const entry of thread.window) {
    const { op } = code[entry.pc];
    const { at, value, into } = plans[entry.pc];
    let now = entry;
    if (!entry.done) {
      const address = entry.address === UNKNOWN && at !== undefined ? at(registers) : entry.address;
      if (op === 'branch') {
        const taken = value?.(registers) ?? UNKNOWN;
        if (taken !== UNKNOWN && (taken !== 0) !== (entry.value !== 0)) return undefined;
        if (taken !== UNKNOWN) now = { ...entry, done: true };
      } else if ((op === 'store' || op === 'set') && entry.value === UNKNOWN) {
        const data = value?.(registers) ?? UNKNOWN;
        if (data !== UNKNOWN || address !== entry.address) now = { ...entry, address, value: data, done: op === 'set' && data !== UNKNOWN };
      } else if (address !== entry.address) now = { ...entry, address };
    }
    if (into >= 0) registers[into] = now.done ? now.value : UNKNOWN;
    window.push(now);
  }
  return { ...thread, window };
}

/** Takes out of the window, oldest first, what is finished; only here a thread acts on its data. */
function retire({ code, plans }: Program, thread: Thread): Thread {
  const registers = [...thread.registers];
  let { stale } = thread;
  let retired = 0;
  for (const entry of thread.window) {
    const { op } = code[entry.pc];
    const { value, into } = plans[entry.pc];
    if (op === 'expect') {
      if (value?.(registers) === 0 && stale < 0) stale = entry.pc;
    } else if (op !== 'barrier' && !entry.done) break;
    if (into >= 0) registers[into] = entry.value;
    retired++;
  }
  if (retired === 0) return thread;
  const window = thread.window.slice(retired).map((entry) => (entry.source < 0 ? entry : { ...entry, source: entry.source - retired }));
  return { pc: thread.pc, registers, window, stale };
}

/** Fills the window up to `room` accesses, both ways at a branch that is not decided. */
function fetchMore(program: Program, thread: Thread, room: number): readonly Thread[] {
  const { code, plans } = program;
  const registers = registersAtFetch(program, thread);
  const window = [...thread.window];
  const isAccess = (pc: number) => code[pc].op === 'load' || code[pc].op === 'store' || code[pc].op === 'signal';
  let inFlight = window.reduce((sum, entry) => sum + (isAccess(entry.pc) ? 1 : 0), 0);
  let { pc } = thread;
  for (;;) {
    const last = window.at(-1);
    if (inFlight >= room || code[pc].op === 'halt' || (last !== undefined && code[last.pc].op === 'sleep')) break;
    const { at, value, into, to } = plans[pc];
    switch (code[pc].op) {
      case 'jump':
        pc = to;
        continue;
      case 'branch': {
        const taken = value?.(registers) ?? UNKNOWN;
        if (taken === UNKNOWN && !program.speculates[pc]) return [{ ...thread, pc, window }];
        if (taken === UNKNOWN) {
          return [1, 0].flatMap((guess) => {
            const guessed = { ...entryAt(pc), value: guess };
            return fetchMore(program, { ...thread, pc: guess ? to : pc + 1, window: [...window, guessed] }, room);
          });
        }
        pc = taken ? to : pc + 1;
        continue;
      }
      case 'set': {
        const result = value?.(registers) ?? UNKNOWN;
        window.push({ ...entryAt(pc), value: result, done: result !== UNKNOWN });
        registers[into] = result;
        break;
      }
      default:
        window.push({ ...entryAt(pc), address: at?.(registers) ?? UNKNOWN, value: code[pc].op === 'store' ? (value?.(registers) ?? UNKNOWN) : UNKNOWN });
        if (into >= 0) registers[into] = UNKNOWN;
        if (isAccess(pc)) inFlight++;
    }
    pc++;
  }
  const fetched = { ...thread, pc, window };
  const [head] = window;
  // What needs nothing but its turn (a barrier, an expectation, a known result) is finished as soon as it is the oldest.
  return head !== undefined && (head.done || code[head.pc].op === 'barrier' || code[head.pc].op === 'expect') ? fetchMore(program, retire(program, fetched), room) : [fetched];
}

function registersAtFetch({ plans }: Program, { registers, window }: Thread): number[] {
  const now = [...registers];
  for (const { pc, done, value } of window) {
    const { into } = plans[pc];
    if (into >= 0) now[into] = done ? value : UNKNOWN;
  }
  return now;
}
