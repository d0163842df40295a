import type { TrialResult } from '../../experiment/results.ts';
import type { ParameterValue } from '../../machine/parameter.ts';
import { ROLES } from '../entry.ts';
import { valueAsRun } from './control.ts';
import type { Control } from './control.ts';
import type { Overrides } from './overrides.ts';

/** CPU time of a request in us, and its parts in the order of ROLES. */
export interface CpuTime {
  readonly total: number;
  readonly roles: readonly number[];
}

/** Change of each price in us, by cost id. */
export type PriceChanges = ReadonlyMap<string, number>;

/** CPU time as simulated. */
export function cpuTimeOf({ metrics, ledger }: Pick<TrialResult, 'metrics' | 'ledger'>): CpuTime {
  const lines = [...ledger.steps, ...ledger.stretches];
  return { total: metrics.cpu_us_per_request.total, roles: ROLES.map((role) => lines.reduce((sum, line) => sum + (line.role === role ? line.us_per_request : 0), 0)) };
}

/** CPU time at other prices, by its derivatives: what is visited as often as before costs its new price. Exact while visits and elapsed stretches stay as they are. */
export function previewed(result: Pick<TrialResult, 'metrics' | 'ledger'>, changes: PriceChanges): CpuTime {
  const { total, roles } = cpuTimeOf(result);
  const more = result.ledger.steps.map(({ cost, role, visits_per_request }) => ({ role, us: visits_per_request * (changes.get(cost) ?? 0) }));
  return {
    total: total + more.reduce((sum, { us }) => sum + us, 0),
    roles: roles.map((us, i) => more.reduce((sum, line) => sum + (line.role === ROLES[i] ? line.us : 0), us)),
  };
}

/** How prices differ between two sets of overrides; null where anything but prices differs, which no derivative tells. */
export function priceChanges(costs: readonly Control[], params: Readonly<Record<string, ParameterValue>>, from: Overrides, to: Overrides, instructionsPerNs = 1): PriceChanges | null {
  const changed = [...new Set([...Object.keys(from), ...Object.keys(to)])].filter((key) => from[key] !== to[key]);
  const prices = changed.map((key) => costs.find((control) => control.key === key));
  if (prices.includes(undefined)) return null;
  return new Map(prices.flatMap((control) => {
    if (control === undefined) return [];
    const us = (overrides: Overrides): number => wholePs(Number(overrides[control.key] ?? valueAsRun(control, params)) / instructionsPerNs) / 1e6;
    return [[control.key.slice('costs.'.length), us(to) - us(from)] as const];
  }));
}

/** As the simulator rounds a price, which it does once. */
function wholePs(ns: number): number {
  return Math.round(1000 * ns);
}
