import { mapMetrics } from '../../../src/experiment/metrics.ts';
import type { Metrics, Results, TrialResult } from '../../../src/experiment/results.ts';
import { fixture } from '../../report/fixture.ts';

/** Few trials of the report's made-up model: three systems, two devices, two depths, five replications. */
export const few: Results = fixture({ systems: [['vhe/vhost', 'shipping', 8], ['vhe/sidecore', 'shipping', 5.5], ['nvhe/user-thread', 'shipping', 17]], devices: [['blk', 'fio:randread'], ['net', 'rr']] });

/** The same results with every trial changed. */
export const changed = (results: Results, change: (trial: TrialResult) => TrialResult): Results => ({ ...results, trials: results.trials.map(change) });

/** A trial with every number of its replications, and of itself, multiplied: by one factor for each replication. */
export function multiplied(trial: TrialResult, factors: readonly number[]): TrialResult {
  const times = (metrics: Metrics, factor: number): Metrics => mapMetrics([metrics], ([value]) => value * factor);
  const mean = factors.reduce((sum, factor) => sum + factor, 0) / factors.length;
  return { ...trial, metrics: times(trial.metrics, mean), replicates: trial.replicates.map((metrics, i) => times(metrics, factors[i % factors.length])) };
}
