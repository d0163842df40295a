import type { Path } from '../machine/path.ts';
import type { Steps } from '../machine/step.ts';
import type { Plan } from './backend.ts';

/** The path of a guest's submission, with what the guest pays for each request because it is one. */
export function submitPath({ machine, steps }: Pick<Plan, 'machine' | 'steps'>, name: string, list: Steps): Path {
  return machine.tariff.path(name, [...list, ...steps.guestTax]);
}
