import type { Results, TrialResult } from '../experiment/results.ts';
import type { CostId } from '../machine/costs.ts';
import { shown } from './comparison.ts';
import type { Comparison, Point } from './comparison.ts';
import { groupBy } from './group-by.ts';

/** What setting a guest's devices up costs on one system at one point. */
export interface Boot {
  readonly system: string;
  readonly maturity: TrialResult['maturity'];
  readonly exits: number;
  /** us (or thousands of instructions) for one device. */
  readonly each: number;
}

/** One point at which devices are set up: what a guest with so many of them does there. */
export interface BootPoint {
  readonly point: Point;
  readonly devices: number;
  /** Register accesses for one device: the same for every system where they are paid at all. */
  readonly accesses: number;
  readonly bySystem: ReadonlyMap<string, Boot>;
}

/** Each access of a driver is exactly one of these. */
const ACCESSES: readonly CostId[] = ['emulate_reg_virtio', 'mmio_load', 'mmio_store'];

/** The points of a comparison whose workload sets devices up; a back end that takes no time says nothing and is left out. */
export function bootPoints(results: Results, comparison: Comparison): readonly BootPoint[] {
  const handshakes = groupBy(results.trials.filter(({ workload }) => workload === 'handshake'), ({ device }) => device);
  return comparison.points.flatMap((point) => {
    const trials = (handshakes.get(point.device) ?? []).filter((trial) => point.workload === 'handshake' && trial.unit === point.unit && point.params.every(([key, value]) => shown(trial.params[key]) === value));
    const boots = trials.filter(({ metrics }) => metrics.latency_us.mean > 0);
    const [first] = boots;
    if (first === undefined) return [];
    return [{
      point,
      devices: Number(first.params['workload.devices']),
      accesses: Math.max(...boots.map(accessesOf)),
      bySystem: new Map(boots.map(({ system, maturity, metrics }) => [system, { system, maturity, exits: metrics.per_request.exits, each: metrics.latency_us.mean }])),
    }];
  });
}

/** Register accesses for one device; 0 where whoever answers takes no time for any. */
export function accessesOf({ ledger }: TrialResult): number {
  const known: readonly string[] = ACCESSES;
  return ledger.steps.reduce((sum, { cost, visits_per_request }) => sum + (known.includes(cost) ? visits_per_request : 0), 0);
}
