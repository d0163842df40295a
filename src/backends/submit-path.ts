import type { Path } from '../machine/path.ts';
import type { Steps } from '../machine/step.ts';
import type { Plan } from './backend.ts';
import { RingPath } from './ring-path.ts';
import { addSteps } from './ring-steps.ts';

/** The path of a guest's submission, with what the guest pays for each request because it is one. */
export function submitPath({ machine, steps }: Pick<Plan, 'machine' | 'steps'>, name: string, list: Steps): Path {
  return machine.tariff.path(name, [...list, ...steps.guestTax]);
}

/** The same through a virtqueue: from the system call to the test whether to kick, with a chain of so many descriptors. */
export function ringSubmitPath(plan: Plan, name: string, descriptors: number): RingPath {
  return new RingPath(plan.machine.tariff, name, [...plan.device.guestSubmit, ...addSteps(plan, descriptors), ...plan.steps.guestTax]);
}
