import type { Path } from '../machine/path.ts';
import type { Steps } from '../machine/step.ts';
import type { Plan } from './backend.ts';
import { RingPath } from './ring-path.ts';
import { addSteps } from './ring-steps.ts';

/** The path of a guest's submission, with what the guest pays for each request because it is one. */
export function submitPath({ machine, steps }: Pick<Plan, 'machine' | 'steps'>, name: string, list: Steps): Path {
  return machine.tariff.path(name, [...list, ...steps.guestTax]);
}

/** The same through a virtqueue, by its applications and by its network stack alone: up to the test whether to kick, with a chain of so many descriptors. */
export function ringSubmitPaths(plan: Plan, name: string, descriptors: number): { readonly submit: RingPath; readonly acknowledge: RingPath } {
  const { guestSubmit, guestAcknowledge = guestSubmit } = plan.device;
  const path = (called: string, from: Steps) => new RingPath(plan.machine.tariff, called, [...from, ...addSteps(plan, descriptors), ...plan.steps.guestTax]);
  return { submit: path(name, guestSubmit), acknowledge: path(`${name} (acknowledgement)`, guestAcknowledge) };
}

/** The paths of a guest's submissions, by its applications and by its network stack alone: from where they begin, `rest` is the same. */
export function submitPaths(plan: Pick<Plan, 'machine' | 'steps' | 'device'>, name: string, rest: Steps): { readonly submit: Path; readonly acknowledge: Path } {
  const { guestSubmit, guestAcknowledge = guestSubmit } = plan.device;
  return { submit: submitPath(plan, name, [...guestSubmit, ...rest]), acknowledge: submitPath(plan, `${name} (acknowledgement)`, [...guestAcknowledge, ...rest]) };
}
