import type { CostSlopes, Derivatives } from './derivatives.ts';
import { isSure, scaleOf } from './derivatives.ts';

/** Where one price by itself would make two systems equal, on straight lines from what both do now. */
export interface Flip {
  readonly cost: string;
  /** Now and there, in ns or in the profile's instructions. */
  readonly price: number;
  readonly at: number;
  /** What one unit more of it adds to each; of CPU time visits at fixed counts, else re-simulated. */
  readonly a: number;
  readonly b: number;
}

/** Every price that could change which of two is ahead, that which has to change least first. */
export function flips(a: Derivatives, b: Derivatives, metric: string): readonly Flip[] {
  const ahead = (b.base[metric] - a.base[metric]) * scaleOf(metric);
  const costs = [...new Set([...a.slopes, ...b.slopes].map(({ cost }) => cost))];
  const found = costs.flatMap((cost): readonly Flip[] => {
    const [inA, inB] = [a, b].map(({ slopes }) => slopes.find((slope) => slope.cost === cost));
    const price = (inA ?? inB)?.price ?? 0;
    const [ofA, ofB] = [slopeOf(inA, metric), slopeOf(inB, metric)];
    const at = price - ahead / (ofB - ofA);
    return ahead !== 0 && Number.isFinite(at) && at >= 0 ? [{ cost, price, at, a: ofA, b: ofB }] : [];
  });
  const factor = ({ price, at }: Flip): number => (price > at ? price / at : at / price);
  return found.sort((one, other) => factor(one) - factor(other));
}

/** Nothing where the cost is not felt, or may be felt by chance alone. */
function slopeOf(slopes: CostSlopes | undefined, metric: string): number {
  if (slopes === undefined) return 0;
  if (metric === 'cpu_us_per_request.total') return slopes.ledger.visits;
  return isSure(slopes.simulated[metric]) ? slopes.simulated[metric].derivative : 0;
}
