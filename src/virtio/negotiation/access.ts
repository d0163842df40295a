/** One access of a driver to its device, as the bus carries it. */
export interface Access {
  /** Registers of the device, or the configuration space of its PCI function. */
  readonly space: 'registers' | 'pci config';
  readonly offset: number;
  /** In bytes. */
  readonly width: 1 | 2 | 4;
  /** What is stored; null for a load. */
  readonly value: number | null;
}

/** What a driver does to its device: each access is given to the bus, which answers what a load has read (0 for a store). */
export type Accesses<T> = Generator<Access, T, number>;

/** The device's end of the bus. */
export interface Registers {
  /** Carries one access out; what a load reads, 0 for a store. Whatever the standard does not describe reads as 0 and is not stored. */
  access(access: Access): number;
}

export const load = (offset: number, width: Access['width'], space: Access['space'] = 'registers'): Access => ({ space, offset, width, value: null });
export const store = (offset: number, width: Access['width'], value: number): Access => ({ space: 'registers', offset, width, value });

/** Carries out all that a driver does, without time; `seen` is told of each access and its answer. */
export function carryOut<T>(accesses: Accesses<T>, registers: Registers, seen?: (access: Access, answer: number) => void): T {
  let step = accesses.next(0);
  while (step.done !== true) {
    const answer = registers.access(step.value);
    seen?.(step.value, answer);
    step = accesses.next(answer);
  }
  return step.value;
}
