import { exp } from '../../sim/math.ts';
import { logSd } from '../drawn-profile.ts';
import type { TrialResult } from '../results.ts';
import { ledgerSlopes } from './ledger-slopes.ts';

/** What a price does to a number when it lies one standard deviation of its logarithm below and above its value. */
export interface Swing {
  readonly cost: string;
  readonly down: number;
  readonly up: number;
}

/** Swings of the CPU time of a request at fixed visit counts, in us, exact; the longest first. What is set for the trial is known, and what has no spread does not swing. */
export function ledgerSwings(result: Pick<TrialResult, 'ledger' | 'metrics' | 'params' | 'spec'>): readonly Swing[] {
  const { params, spec: { profile } } = result;
  return ledgerSlopes(result)
    .filter(({ cost }) => Object.hasOwn(profile.costs, cost))
    .map(({ cost, us }) => swing(cost, us, `costs.${cost}` in params ? 0 : logSd(profile.costs[cost])))
    .filter(({ down, up }) => down !== up)
    .sort((a, b) => b.up - b.down - (a.up - a.down));
}

/** Of a number of which `slope` is proportional to a price whose logarithm has this standard deviation. */
export const swing = (cost: string, slope: number, sd: number): Swing => ({ cost, down: slope * (exp(-sd) - 1), up: slope * (exp(sd) - 1) });
