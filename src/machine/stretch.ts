import type { ExceptionLevel, Role } from './step.ts';

/** Elapsed time that is no visit, named in the ledger beside the steps. */
export interface Stretch {
  readonly id: number;
  readonly name: string;
  readonly el: ExceptionLevel;
  readonly role: Role;
}

const list = [
  ['guest compute', 0, 'guest user'],
  ['guest spin', 1, 'guest kernel'],
  ['EL2 spin', 2, 'hypervisor'],
  ['halt poll', 1, 'polling'],
  ['halt poll at EL2', 2, 'polling'],
  ['busy poll', 1, 'polling'],
  ['busy poll at EL2', 2, 'polling'],
  ['user poll', 0, 'polling'],
  ['host compute', 0, 'host user'],
  ['neighbour', 0, 'host user'],
] as const satisfies readonly (readonly [string, ExceptionLevel, Role])[];

export type StretchName = (typeof list)[number][0];

export const stretches: readonly Stretch[] = list.map(([name, el, role], id) => ({ id, name, el, role }));

export function stretch(name: StretchName): Stretch {
  return stretches[list.findIndex((entry) => entry[0] === name)];
}
