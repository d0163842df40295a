import { guestKernel as g, per, repeat } from '../machine/step.ts';
import type { Place, Steps } from '../machine/step.ts';
import type { Plan } from './backend.ts';

type RingPlan = Pick<Plan, 'crossesCores' | 'params'>;

/** Lines of the queue that the other half wrote last, where that half runs on another core. */
function movedLines({ crossesCores }: RingPlan, place: Place): Steps {
  return crossesCores ? [per('line', place('cacheline_transfer_near'))] : [];
}

const isBatched = ({ params }: RingPlan): boolean => params['policy.publish_used'] === 'batch';
/** Under IN_ORDER one used element stands for a batch. */
const isOneElement = (plan: RingPlan): boolean => isBatched(plan) && plan.params['ring.in_order'] === true;

/** The device's half of a request: its chain is fetched and each buffer translated. */
export function fetchSteps(plan: RingPlan, place: Place): Steps {
  return [...movedLines(plan, place), per('descriptor', place('desc_fetch')), per('table', place('indirect_fetch')), per('buffer', place('gpa_translate'))];
}

/** A chain is given back: its used element is written, and shown at once or with others. */
export function useSteps(plan: RingPlan, place: Place): Steps {
  return [...movedLines(plan, place), ...(isOneElement(plan) ? [] : [place('used_write')]), ...(isBatched(plan) ? [] : [place('used_publish')])];
}

/** What was given back is shown, where it is not shown already, and the test made whether to call. */
export function publishSteps(plan: RingPlan, place: Place): Steps {
  return [
    ...movedLines(plan, place), ...(isOneElement(plan) ? [place('used_write')] : []), ...(isBatched(plan) ? [place('used_publish')] : []), place('smp_mb'), place('notify_check'),
  ];
}

/** The driver makes a chain of so many descriptors available. */
export function writeSteps({ params }: RingPlan, descriptors: number): Steps {
  const inTable = params['ring.indirect'] === true && descriptors > 1;
  return [...(inTable ? [g('indirect_alloc')] : []), repeat(descriptors + (inTable ? 1 : 0), g('desc_write')), g('avail_publish')];
}

/** The driver's half of a request: its chain is made available, and the test made whether to kick. */
export function addSteps(plan: RingPlan, descriptors: number): Steps {
  return [...writeSteps(plan, descriptors), ...movedLines(plan, g), g('kick_check')];
}

/** Used buffers are taken back. */
export function reapSteps(plan: RingPlan, buffers = 1): Steps {
  return [...movedLines(plan, g), repeat(buffers, g('used_read')), repeat(buffers, g('desc_free'))];
}

/** The device's half of what has arrived, around `work`: receive buffers are fetched before, and given back together after it. */
export function fillSteps(plan: RingPlan, place: Place, buffers: number, work: Steps): Steps {
  const elements = plan.params['ring.in_order'] === true ? 1 : buffers;
  return [...fetchSteps(plan, place), ...work, ...(isOneElement(plan) ? [] : [repeat(elements, place('used_write'))]), ...(isBatched(plan) ? [] : [place('used_publish')])];
}
