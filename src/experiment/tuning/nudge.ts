import { costs } from '../../machine/costs.ts';
import type { CostId } from '../../machine/costs.ts';
import { costIds, pricesPs } from '../prices.ts';
import type { TrialResult } from '../results.ts';
import type { TrialSpec } from '../spec.ts';

/** One price of a trial and two beside it, equally far where there is room; in ns, or in the profile's instructions. */
export interface Nudge {
  readonly cost: CostId;
  readonly price: number;
  readonly low: number;
  readonly high: number;
}

/** How far: so small that hardly a branch changes, so large that what does change is an average. */
const STEP = 0.1;
/** From nothing: to 1 ns, of a byte to 1 ps. */
const FROM_NOTHING_PS = { visit: 1000, byte: 1 } as const;

/** Costs that are never charged to a core and yet make time pass. */
const PASSING: readonly CostId[] = ['ipi_flight', 'dev_irq_delay', 'vmm_poll_iter'];

/** The costs on which a result can depend, in the order of the catalogue: what was charged, and what passes without a charge. */
export function felt({ ledger }: Pick<TrialResult, 'ledger'>): readonly CostId[] {
  const charged = new Set(ledger.steps.filter(({ visits_per_request }) => visits_per_request !== 0).map(({ cost }) => cost));
  return costIds().filter((id) => charged.has(id) || PASSING.includes(id));
}

/** The price of each cost in a trial, as `--set costs.ID` takes it. */
export function priceIn({ profile, params }: TrialSpec): (cost: CostId) => number {
  const pricePs = pricesPs(profile, params);
  return (cost) => (pricePs(cost) * (profile.instructions_per_ns ?? 1)) / 1000;
}

/** A step down and a step up of every price on which a result can depend, in whole picoseconds. */
export function nudges(spec: TrialSpec, result: Pick<TrialResult, 'ledger'>): readonly Nudge[] {
  const pricePs = pricesPs(spec.profile, spec.params);
  const unit = (spec.profile.instructions_per_ns ?? 1) / 1000;
  return felt(result).map((cost) => {
    const ps = pricePs(cost);
    const step = ps === 0 ? FROM_NOTHING_PS[costs[cost].per] : Math.max(1, Math.round(STEP * ps));
    return { cost, price: ps * unit, low: Math.max(0, ps - step) * unit, high: (ps + step) * unit };
  });
}

/** A trial with some prices set. */
export const pricedAt = (spec: TrialSpec, prices: Readonly<Partial<Record<CostId, number>>>): TrialSpec => ({
  ...spec, params: { ...spec.params, ...Object.fromEntries(Object.entries(prices).map(([cost, price]) => [`costs.${cost}`, price])) },
});
