import { counts } from '../../src/experiment/metrics.ts';
import { runOnce } from '../../src/experiment/run.ts';
import type { ParameterValue } from '../../src/machine/parameter.ts';
import { specimen } from '../specimen.ts';

/** How often a request at depth 1 to a disk of 20 us visits each cost, and what it counts as. */
export function visitsOf(system: string, set: Readonly<Record<string, ParameterValue>> = {}) {
  const { machine, account, latenciesPs } = runOnce(specimen(system, { set: { 'device.distribution': 'fixed', 'device.service': 20_000, ...set }, job: { rw: 'randwrite' }, requests: 100 }), 1);
  const each = (visits: number): number => Math.round((10 * visits) / latenciesPs.length) / 10;
  const costs: Record<string, number> = {};
  machine.tariff.paths.forEach(({ id, steps }) => {
    for (const { cost, times } of steps) costs[cost] = (costs[cost] ?? 0) + times * (account.visits[id] ?? 0);
  });
  const counted = counts(machine.tariff, account.visits);
  return { cost: (cost: string): number => each(costs[cost] ?? 0), count: (count: keyof typeof counted): number => each(counted[count]) };
}
