import type { ParameterValue } from '../../machine/parameter.ts';
import type { TrialResult } from '../results.ts';
import type { Metric } from '../tuning/metric.ts';
import { changePoints, type ChangePoint } from './change-points.ts';

/** A run of a suite as a history tells of it. */
export interface PastRun {
  readonly run: number;
  /** UTC, 2026-11-25T13:37:18Z. */
  readonly started: string;
  readonly model: string;
  readonly profile: string;
  /** Beginning of the hash of its prices. */
  readonly prices: string;
}

/** What a trial measured in one run. */
export interface PastValue {
  readonly of: PastRun;
  readonly value: number;
  /** The same number of each replication. */
  readonly replicates: readonly number[];
}

/** A trial through the runs of its suite: the same settings, size and seed, whatever the model and the prices were. */
export interface PastTrial {
  readonly system: string;
  readonly device: string;
  readonly workload: string;
  readonly unit: TrialResult['unit'];
  /** Parameters, and size and seed beside them. */
  readonly settings: Readonly<Record<string, ParameterValue>>;
  readonly values: readonly PastValue[];
}

/** A trial with the runs at which its number took another level. */
export interface TrialHistory extends PastTrial {
  readonly points: readonly ChangePoint[];
}

/** The history of a suite: one number of its trials. */
export interface SuiteHistory {
  readonly suite: string;
  readonly metric: Metric;
  readonly runs: readonly PastRun[];
  /** Settings that tell trials of a system apart. */
  readonly keys: readonly string[];
  readonly trials: readonly TrialHistory[];
}

export const withChangePoints = (trial: PastTrial): TrialHistory => ({ ...trial, points: changePoints(trial.values.map(({ replicates }) => replicates)) });

/** Settings that tell trials of a device and workload apart: some have another value, or none. */
export function tellingKeys(trials: readonly Pick<PastTrial, 'device' | 'workload' | 'settings'>[]): readonly string[] {
  const firsts = new Map<string, PastTrial['settings']>();
  const telling = new Set<string>();
  for (const { device, workload, settings } of trials) {
    const lot = JSON.stringify([device, workload]);
    const first = firsts.get(lot) ?? settings;
    firsts.set(lot, first);
    for (const key of Object.keys({ ...first, ...settings })) if (first[key] !== settings[key]) telling.add(key);
  }
  return [...telling];
}
