import type { ChangePoint } from '../../experiment/compare/change-points.ts';
import type { PastRun, SuiteHistory, TrialHistory } from '../../experiment/compare/history.ts';
import type { Metric } from '../../experiment/tuning/metric.ts';
import { sceneOf } from '../comparison.ts';
import { listed } from '../tuning/said.ts';
import { inPercent } from './told.ts';

/** Whether a new level is better than the one before it. */
export const wentOf = ({ ratio }: ChangePoint, { better }: Metric): 'better' | 'worse' => (ratio > 1 === (better === 'more') ? 'better' : 'worse');

export const trialName = ({ system, device, workload, settings }: TrialHistory, { keys }: SuiteHistory): string => [system, ...sceneOf({ device, workload, params: settings }, keys)].join(' · ');

/** A change point with its trial and the runs on its two sides. */
export interface ToldPoint {
  readonly trial: TrialHistory;
  readonly point: ChangePoint;
  readonly before: PastRun;
  readonly now: PastRun;
}

/** All change points, those of the last run first, in a run the largest. */
export function allPoints({ trials }: SuiteHistory): readonly ToldPoint[] {
  const size = ({ point: { ratio } }: ToldPoint): number => Math.max(ratio, 1 / ratio);
  return trials
    .flatMap((trial) => trial.points.map((point): ToldPoint => ({ trial, point, before: trial.values[point.at - 1].of, now: trial.values[point.at].of })))
    .sort((a, b) => b.now.run - a.now.run || size(b) - size(a) || 0);
}

/** What is another than in the run before, in words. */
export function causeInWords({ before, now }: Pick<ToldPoint, 'before' | 'now'>): string {
  const other = [
    ...(before.model === now.model ? [] : [`model ${before.model} → ${now.model}`]),
    ...(before.profile !== now.profile ? [`profile ${before.profile} → ${now.profile}`] : before.prices !== now.prices ? [`prices of ${now.profile} ${before.prices} → ${now.prices}`] : []),
  ];
  return other.length === 0 ? 'neither model nor prices' : listed(other);
}

export function historyInWords({ runs, trials }: SuiteHistory): string {
  const changed = trials.filter(({ points }) => points.length > 0).length;
  const most = Math.max(...trials.map(({ values }) => values.length));
  const few = most < 3 ? ' Fewer than three runs of the same trials show none.' : '';
  return `${runs.length === 1 ? 'One run' : `${runs.length} runs`}, ${trials.length === 1 ? 'one trial' : `${trials.length} trials`}, of which ${changed === 0 ? 'none has' : changed === 1 ? 'one has' : `${changed} have`} change points.${few}`;
}

export const pointInPercent = ({ ratio }: ChangePoint): string => inPercent(ratio);

/** A permutation test can say no less than one in as many as it tried. */
export const chanceInWords = ({ p }: ChangePoint): string => (p < 0.0015 ? '≤ 0.001' : p.toFixed(3));
