import type { TrialResult } from '../experiment/results.ts';
import { accessesOf } from '../report/boots.ts';
import { durationUnit } from '../report/units.ts';

/** A number of the table that only some trials have. */
export interface BootNumber {
  readonly head: string;
  /** Null where the trial sets no devices up. */
  of(trial: TrialResult): number | null;
}

const isHandshake = ({ workload }: TrialResult): boolean => workload === 'handshake';

/** What setting devices up adds to the table: accesses for one, and the time of all that the guest boots with. */
export function bootNumbers(trials: readonly TrialResult[]): readonly BootNumber[] {
  if (!trials.some(isHandshake)) return [];
  const unit = durationUnit(trials[0].unit);
  return [
    { head: 'accesses', of: (trial) => (isHandshake(trial) ? accessesOf(trial) : null) },
    { head: `boot ${unit}`, of: (trial) => (isHandshake(trial) ? trial.metrics.latency_us.mean * Number(trial.params['workload.devices']) : null) },
  ];
}
