import type { HostOptions, Hypervisor, HypervisorSteps } from '../../src/hypervisors/hypervisor.ts';
import type { CostId } from '../../src/machine/costs.ts';
import type { Count, Steps } from '../../src/machine/step.ts';

/** A list and its place among the lists of its hypervisor: `inject.blocked.send`. */
export interface Named {
  readonly name: string;
  readonly steps: Steps;
}

const choices = {
  gic: ['v2', 'v3'], era: ['2016', 'recent'], idle: ['shallow', 'deep'], gicv4: [false, true],
} as const satisfies { readonly [K in keyof HostOptions]: readonly HostOptions[K][] };

export const usual: HostOptions = { gic: 'v3', era: 'recent', idle: 'shallow', gicv4: false };

/** The step lists of a hypervisor with each choice that its host has. */
export const variants = (hypervisor: Hypervisor): readonly { readonly options: HostOptions; readonly steps: HypervisorSteps }[] =>
  choices.gic.flatMap((gic) => choices.era.flatMap((era) => choices.idle.flatMap((idle) => choices.gicv4.map((gicv4) => {
    const options = { gic, era, idle, gicv4 };
    return { options, steps: hypervisor.steps(options) };
  }))));

const isSteps = (value: unknown): value is Steps => Array.isArray(value);

/** Every list of a hypervisor. */
export function lists(steps: HypervisorSteps): readonly Named[] {
  const within = (name: string, value: unknown): readonly Named[] =>
    isSteps(value) ? [{ name, steps: value }]
      : typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => within(name === '' ? key : `${name}.${key}`, inner)) : [];
  return within('', steps);
}

export const counted = (what: Count, steps: Steps): number => steps.reduce((sum, { counts, times }) => sum + times * counts.filter((count) => count === what).length, 0);

export const visits = (costs: readonly CostId[], steps: Steps): number => steps.reduce((sum, { cost, times }) => sum + (costs.includes(cost) ? times : 0), 0);

/** Where each change of exception level begins, as far as it says, and where it ends. */
const changes: Partial<Record<CostId, readonly [from: readonly number[], to: number]>> = {
  trap_el1_to_el2: [[1], 2], irq_to_el2: [[0, 1], 2], hvc_el1_to_el2: [[1], 2], eret_el2_to_el1: [[2], 1],
  svc_el0_to_el1: [[0], 1], eret_el1_to_el0: [[1], 0], svc_el0_to_el2_tge: [[0], 2], eret_el2_to_el0_tge: [[2], 0],
};

export const levelChanges = (steps: Steps): number => steps.filter(({ cost }) => cost in changes).reduce((sum, { times }) => sum + times, 0);

/** The level at the end of a list that begins at `level`; throws where a step happens at another level than the one before left. */
export function walk(level: number, steps: Steps): number {
  for (const { cost, el } of steps) {
    const change = changes[cost];
    if (change === undefined) {
      if (el !== level) throw new Error(`${cost} at EL${el}, but the list is at EL${level}`);
    } else {
      if (!change[0].includes(level)) throw new Error(`${cost} at EL${level}`);
      level = change[1];
    }
  }
  return level;
}
