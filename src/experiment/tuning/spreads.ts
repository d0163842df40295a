import type { CostId } from '../../machine/costs.ts';
import { exp } from '../../sim/math.ts';
import { normalQuantile } from '../../sim/normal-quantile.ts';
import { logSd } from '../drawn-profile.ts';
import type { TrialResult } from '../results.ts';
import type { TrialSpec } from '../spec.ts';
import { felt, priceIn, pricedAt } from './nudge.ts';

/** A price that is not exactly known: log-normal around its value. */
export interface Spread {
  readonly cost: CostId;
  /** In ns, or in the profile's instructions. */
  readonly price: number;
  /** Standard deviation of its logarithm. */
  readonly sd: number;
}

/** Standard deviation of a price's logarithm in a trial; what is set for it is known. */
export const sdIn = ({ params, profile }: TrialSpec, cost: CostId): number => (`costs.${cost}` in params ? 0 : logSd(profile.costs[cost]));

/** The spreads of the prices on which a result can depend. */
export function spreadsOf(spec: TrialSpec, result: Pick<TrialResult, 'ledger'>): readonly Spread[] {
  const price = priceIn(spec);
  return felt(result).map((cost) => ({ cost, price: price(cost), sd: sdIn(spec, cost) })).filter(({ sd }) => sd > 0);
}

/** The trial with each price so many standard deviations of its logarithm from its value. */
export const movedBy = (spec: TrialSpec, spreads: readonly Spread[], deviates: readonly number[]): TrialSpec =>
  pricedAt(spec, Object.fromEntries(spreads.map(({ cost, price, sd }, i) => [cost, price * exp(sd * deviates[i])])));

/** The same at a point of the unit cube, whose coordinates are the probabilities of lower prices. */
export const drawnAt = (spec: TrialSpec, spreads: readonly Spread[], point: readonly number[]): TrialSpec => movedBy(spec, spreads, point.map(normalQuantile));
