import type { Loss, Move } from './search.ts';
import type { Thread } from './state.ts';
import type { System } from './system.ts';
import { UNKNOWN, type Instruction, type Program } from './program.ts';

/** One line of a losing schedule. */
export interface Scene {
  readonly thread: string;
  /** Place in the protocol: publish, test, enable, re-check ... */
  readonly role: string;
  readonly says: string;
  /** What stands before it in the program and has not taken effect: it was overtaken. */
  readonly aheadOf: readonly string[];
}

/** A losing schedule told step by step, in the order in which the steps took effect in memory. */
export function storyOf(system: System, loss: Loss, schedule: readonly Move[]): readonly Scene[] {
  return [...schedule.map((move) => sceneOf(system, move)), ...endOf(system, loss, schedule)];
}

/** What stands in memory at first, as `name = words`. */
export const startOf = ({ regions, memory }: System): string =>
  regions.map(({ name, base, size }) => `${name} = ${memory.slice(base, base + size).join(' ')}`).join(', ');

function sceneOf(system: System, { before, step, after }: Move): Scene {
  const program = system.programs[step.thread];
  const thread = before.threads[step.thread];
  const { pc } = thread.window[step.place];
  const line = program.code[pc];
  const aheadOf = thread.window.slice(0, step.place).flatMap((entry) => {
    const earlier = program.code[entry.pc];
    return entry.done || !('role' in earlier) ? [] : [`${earlier.role} ${wordOf(system, earlier, entry.address)}`.trim()];
  });
  return { thread: program.name, role: 'role' in line ? line.role : '', says: sentence(), aheadOf };

  function sentence(): string {
    const entry = thread.window[step.place];
    const word = wordOf(system, line, entry.address);
    if (line.op === 'store') return `writes ${word} = ${after.memory[entry.address]}`;
    if (line.op === 'signal') return `sends a ${line.signal}`;
    if (line.op !== 'load') return 'wakes up';
    const source = thread.window.slice(0, step.place).findLast((other) => program.code[other.pc].op === 'store' && !other.done && other.address === entry.address);
    const value = source?.value ?? before.memory[entry.address];
    const meaning = line.means?.(value, (name) => registerAt(program, thread, step.place, name)) ?? '';
    return `reads ${word} = ${value}${meaning && `: ${meaning}`}`;
  }
}

function wordOf({ regions }: System, line: Instruction, address: number): string {
  const region = regions.find(({ name }) => 'region' in line && name === line.region);
  if (region === undefined) return '';
  return region.size === 1 || address === UNKNOWN ? region.name : `${region.name}[${address - region.base}]`;
}

/** A register as the instruction at a place of the window finds it. */
function registerAt({ code, plans, registers }: Program, thread: Thread, place: number, name: string): number {
  const number = registers.indexOf(name);
  const setter = thread.window.slice(0, place).findLast(({ pc }) => plans[pc].into === number && (code[pc].op === 'load' || code[pc].op === 'set'));
  return setter?.value ?? thread.registers[number];
}

function endOf(system: System, loss: Loss, schedule: readonly Move[]): readonly Scene[] {
  const end = schedule.at(-1)?.after;
  return system.programs.flatMap(({ name, code }, t): readonly Scene[] => {
    const thread = end?.threads[t];
    if (thread === undefined) return [];
    if (loss === 'stale') {
      const line = thread.stale < 0 ? undefined : code[thread.stale];
      return line?.op === 'expect' ? [{ thread: name, role: 'stale', says: line.says, aheadOf: [] }] : [];
    }
    const last = thread.window.at(-1);
    const line = last === undefined ? undefined : code[last.pc];
    const what = line?.op === 'sleep' ? (line.means?.(0, (register) => registerAt(system.programs[t], thread, thread.window.length, register)) ?? '') : '';
    return line?.op === 'sleep' ? [{ thread: name, role: 'lost', says: `sleeps for ever: no ${line.signal} is pending${what && `, ${what}`}`, aheadOf: [] }] : [];
  });
}
