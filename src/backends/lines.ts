import { repeat } from '../machine/step.ts';
import type { Place, Steps } from '../machine/step.ts';

/** Cache lines that the other side wrote last: fetched by whoever reads them, where the two sides run on different cores. */
export function lines(plan: { readonly crossesCores: boolean }, place: Place, count: number): Steps {
  return plan.crossesCores ? [repeat(count, place('cacheline_transfer_near'))] : [];
}
