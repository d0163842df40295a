import { beats, oddsOf } from '../experiment/odds.ts';
import type { Results, TrialResult } from '../experiment/results.ts';
import { deciding, objectiveOf } from '../report/comparison.ts';
import { drawnBand, drawnNumbers } from '../report/drawn-odds.ts';
import type { Column } from './table.ts';

/** A trial and the baseline of its grid point, where there is one. */
interface Compared {
  readonly trial: TrialResult;
  readonly baseline: TrialResult | undefined;
}

/** The two bands of what decides, in percent of it, and how often it beats the baseline; nothing where no profiles were drawn. */
export function uncertaintyColumns(trials: readonly TrialResult[]): readonly Column<Compared>[] {
  if (trials.every(({ uncertainty }) => uncertainty === undefined)) return [];
  return [
    { head: '± %', right: true, of: ({ trial }) => randomness(trial) },
    { head: 'prices %', right: true, of: ({ trial }) => pricesBand(trial) },
    { head: 'beats base %', right: true, of: ({ trial, baseline }) => ahead(trial, baseline) },
  ];
}

/** What these columns mean, for a screen. */
export function uncertaintyLegend({ trials, suite: { baseline } }: Results): string {
  const draws = trials.find(({ uncertainty }) => uncertainty !== undefined)?.uncertainty?.drawn.throughput_per_s.length;
  if (draws === undefined) return '';
  return `±, prices: of what decides, its 95 % interval from randomness and its 95 % band from the uncertainty of the prices.\nbeats base: in how many of the ${draws} drawn profiles it is better than ${baseline}.\n`;
}

function randomness({ workload, metrics, ci95 }: TrialResult): string {
  const latency = objectiveOf(workload) === 'latency';
  const interval = latency ? ci95.latency_us.mean : ci95.throughput_per_s;
  return interval === null ? '' : (50 * (interval[1] - interval[0]) / deciding(objectiveOf(workload))(metrics)).toFixed(1);
}

function pricesBand(trial: TrialResult): string {
  const objective = objectiveOf(trial.workload);
  const band = drawnBand(trial, objective);
  const value = deciding(objective)(trial.metrics);
  return band === null ? '' : band.map((end) => `${end < value ? '' : '+'}${((100 * (end - value)) / value).toFixed(0)}`).join('..');
}

function ahead(trial: TrialResult, baseline: TrialResult | undefined): string {
  const objective = objectiveOf(trial.workload);
  const [own, other] = [drawnNumbers(trial, objective), drawnNumbers(baseline, objective)];
  if (trial === baseline || own.length === 0 || own.length !== other.length) return '';
  return (100 * oddsOf(beats(own, other, objective === 'latency' ? 'less' : 'more')).share).toFixed(0);
}
