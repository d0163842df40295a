import { speculatesAt } from './speculation.ts';

/** Armv8 barriers by what they order: everything; stores before stores; loads before loads and stores. Arm ARM B2.3. */
export type Barrier = 'dmb ish' | 'dmb ishst' | 'dmb ishld';

/** A value made from registers. `uses` is what makes an address, data or control dependency. */
export interface Operand {
  readonly uses: readonly string[];
  readonly of: (...values: readonly number[]) => number;
}

export const constant = (value: number): Operand => ({ uses: [], of: () => value });
export const from = (uses: readonly string[], of: (...values: readonly number[]) => number): Operand => ({ uses, of });
export const register = (name: string): Operand => from([name], (value) => value);

/** What a reader is told: the place of an access in its protocol, and what a loaded value means there. */
export interface Role {
  readonly role: string;
  readonly means?: (value: number, register: (name: string) => number) => string;
}

/**
 * A line of a thread. Memory is named regions of words; a word is read and written whole. An acquire load (LDAR, LDAPR)
 * stands before everything behind it; stores with release are not modelled.
 */
export type Line =
  | ({ readonly op: 'load'; readonly into: string; readonly region: string; readonly at: Operand; readonly acquire?: boolean } & Role)
  | ({ readonly op: 'store'; readonly region: string; readonly at: Operand; readonly value: Operand } & Role)
  | { readonly op: 'barrier'; readonly kind: Barrier }
  | { readonly op: 'branch'; readonly when: Operand; readonly to: string }
  | { readonly op: 'jump'; readonly to: string }
  | { readonly op: 'label'; readonly name: string }
  | { readonly op: 'set'; readonly into: string; readonly value: Operand }
  /** The thread acts on a value; when `value` is 0 the data was stale. */
  | { readonly op: 'expect'; readonly value: Operand; readonly says: string }
  /** Raises a remembered edge, as a doorbell through `writel` does: after every earlier store, and not speculatively. */
  | ({ readonly op: 'signal'; readonly signal: string } & Role)
  /** Waits until the edge was raised, and takes it. */
  | ({ readonly op: 'sleep'; readonly signal: string } & Role)
  | { readonly op: 'halt' };

export type Instruction = Exclude<Line, { readonly op: 'label' }>;

/** A thread ready to be run: names are numbers, labels are gone. */
export interface Program {
  readonly name: string;
  readonly code: readonly Instruction[];
  /** By instruction: the registers of its operands, where it writes, where it branches, which words or signal. -1 is none. */
  readonly plans: readonly Plan[];
  /** By instruction: a branch that is worth guessing. */
  readonly speculates: readonly boolean[];
  readonly registers: readonly string[];
}

export interface Plan {
  /** The word of memory that is accessed. */
  readonly at: Evaluated | undefined;
  readonly value: Evaluated | undefined;
  readonly into: number;
  readonly to: number;
  /** The words that it may access, as a bit set. */
  readonly words: number;
  readonly signal: number;
}

/** An operand over register numbers; -1 while a register is not known yet. */
export type Evaluated = (registers: readonly number[]) => number;

/** Not known yet. All values of the model are 0 or more. */
export const UNKNOWN = -1;

/** Named words of memory that stand together. */
export interface Region {
  readonly name: string;
  readonly base: number;
  readonly size: number;
}

/** Turns lines into a program; throws on an unknown label, region or register. */
export function assemble(name: string, lines: readonly Line[], regions: readonly Region[], signals: readonly string[], everyGuess: boolean): Program {
  const labels = new Map<string, number>();
  const code: Instruction[] = [];
  for (const line of lines) {
    if (line.op === 'label') labels.set(line.name, code.length);
    else code.push(line);
  }
  if (code.at(-1)?.op !== 'halt') code.push({ op: 'halt' });
  const registers = [...new Set(code.flatMap((line) => ('into' in line ? [line.into] : [])))];
  const known = (names: readonly string[], what: string, word: string): number => {
    const found = names.indexOf(word);
    if (found < 0) throw new Error(`unknown ${what} in ${name}: ${word} (known: ${names.join(', ')})`);
    return found;
  };
  const evaluated = ({ uses, of }: Operand): Evaluated => {
    const indices = uses.map((use) => known(registers, 'register', use));
    if (indices.length === 0) return () => of();
    const [first] = indices;
    if (indices.length === 1) return (values) => (values[first] === UNKNOWN ? UNKNOWN : of(values[first]));
    return (values) => {
      const operands = indices.map((index) => values[index]);
      return operands.includes(UNKNOWN) ? UNKNOWN : of(...operands);
    };
  };
  const addressed = (operand: Operand, { name: region, base, size }: Region): Evaluated => {
    const index = evaluated(operand);
    return (values) => {
      const at = index(values);
      if (at >= size) throw new Error(`no such word in ${name}: ${region}[${at}] (it has ${size})`);
      return at === UNKNOWN ? UNKNOWN : base + at;
    };
  };
  const regionNames = regions.map((region) => region.name);
  const labelled = (word: string): number => labels.get(word) ?? known([...labels.keys()], 'label', word);
  const plans = code.map((line): Plan => ({
    at: 'at' in line ? addressed(line.at, regions[known(regionNames, 'region', line.region)]) : undefined,
    value: 'value' in line ? evaluated(line.value) : line.op === 'branch' ? evaluated(line.when) : undefined,
    into: 'into' in line ? registers.indexOf(line.into) : -1,
    to: 'to' in line ? labelled(line.to) : -1,
    words: 'at' in line ? wordsOf(line.at, regions[regionNames.indexOf(line.region)]) : 0,
    signal: 'signal' in line ? known(signals, 'signal', line.signal) : -1,
  }));
  return { name, code, plans, speculates: everyGuess ? code.map(() => true) : speculatesAt(code, plans), registers };
}

const wordsOf = ({ uses, of }: Operand, { base, size }: Region): number => (uses.length === 0 ? 1 << (base + of()) : ((1 << size) - 1) << base);
