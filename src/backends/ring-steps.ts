import { repeat, repeatAll } from '../machine/step.ts';
import type { Place, Steps } from '../machine/step.ts';
import type { Plan } from './backend.ts';
import { lines } from './lines.ts';

/** The device's half of a request: its chain is fetched and each buffer translated. */
export function fetchSteps(plan: Plan, place: Place): Steps {
  const descriptors = plan.device.chain.write[0] + plan.device.chain.write[1];
  return [...lines(plan, place, 2), repeat(descriptors, place('desc_fetch')), repeat(descriptors, place('gpa_translate'))];
}

/** A used element is written and the test made whether to call. */
export function useSteps(place: Place): Steps {
  return [place('used_publish'), place('smp_mb'), place('notify_check')];
}

/** Descriptors in a cache line. */
const PER_LINE = 4;

/** The device's half of what has arrived, around `work`: receive buffers of so many descriptors in all are fetched before, and used after it. */
export function fillSteps(plan: Pick<Plan, 'crossesCores'>, place: Place, buffers: number, descriptors: number, work: Steps): Steps {
  return [
    ...lines(plan, place, 1 + Math.ceil(descriptors / PER_LINE)), ...repeatAll(descriptors, [place('desc_fetch'), place('gpa_translate')]), ...work,
    repeat(buffers, place('used_publish')), place('smp_mb'), place('notify_check'),
  ];
}
