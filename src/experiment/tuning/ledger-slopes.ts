import type { TrialResult } from '../results.ts';

/** What one price does to the CPU time of a request at fixed visit counts: read off the ledger, exact, and never less than nothing. */
export interface LedgerSlope {
  readonly cost: string;
  /** Visits per request (bytes, where the price is per byte): the derivative, as time per time. */
  readonly visits: number;
  /** us per request that are paid for it. */
  readonly us: number;
  /** Per cent of CPU time for one per cent of the price: its share, 0 to 1. */
  readonly elasticity: number;
}

/** The slopes of every cost that was charged, the largest share first. */
export function ledgerSlopes({ ledger, metrics }: Pick<TrialResult, 'ledger' | 'metrics'>): readonly LedgerSlope[] {
  const sums = new Map<string, { visits: number; us: number }>();
  for (const { cost, visits_per_request, us_per_request } of ledger.steps) {
    const sum = sums.get(cost) ?? { visits: 0, us: 0 };
    sums.set(cost, { visits: sum.visits + visits_per_request, us: sum.us + us_per_request });
  }
  const { total } = metrics.cpu_us_per_request;
  return [...sums].map(([cost, { visits, us }]) => ({ cost, visits, us, elasticity: total === 0 ? 0 : us / total })).sort((a, b) => b.us - a.us);
}
