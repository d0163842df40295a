import type { FailedTrial, Results, TrialResult } from '../experiment/results.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import { pairedDifference } from '../experiment/statistics.ts';
import { deciding, objectiveOf, shown } from '../report/comparison.ts';
import { groupBy } from '../report/group-by.ts';
import { readable } from '../report/numbers.ts';
import { durationUnit, rateUnit } from '../report/units.ts';
import { bootNumbers } from './boot-columns.ts';
import { tableText, type Column, type Screen } from './table.ts';
import { uncertaintyColumns, uncertaintyLegend } from './uncertainty-columns.ts';

/** One line of the table: a trial and how it stands to the baseline of its grid point; without a result, why. */
interface Row {
  readonly place: Place;
  readonly trial: TrialResult | null;
  readonly failed: FailedTrial['failed'] | null;
  readonly ratio: number | null;
  readonly differs: boolean;
  readonly baseline: TrialResult | undefined;
}

type Place = Pick<TrialSpec, 'system' | 'device' | 'workload' | 'params'>;

/** What a run prints: a table for each grid point on a screen, one table of all for a pipe. */
export function resultsTable(results: Results, screen: Screen): string {
  const { grid, baseline } = results.suite;
  const failures = groupBy(results.failures ?? [], ({ spec }) => sceneOf(spec, grid));
  const failedAt = (title: string): readonly Row[] => (failures.get(title) ?? []).map(({ spec, failed }) => ({ place: spec, trial: null, failed, ratio: null, differs: true, baseline: undefined }));
  const measured = groupBy(results.trials, (trial) => sceneOf(trial, grid));
  const points = [...new Set([...measured.keys(), ...failures.keys()])].map((title) => ({ title, rows: [...rowsOf(measured.get(title) ?? [], baseline), ...failedAt(title)] }));
  if (!screen.boxes) return tableText(points.flatMap(({ rows }) => rows), [...placeColumns(results), ...columnsOf(points.flatMap(({ rows }) => rows), screen)], screen);
  return [
    ...points.map(({ title, rows }) => `\n${title}${title === '' ? '' : ': '}${objectiveOf(rows[0].place.workload)} decides\n${tableText(rows, columnsOf(rows, screen), screen)}`),
    `\nCPU, exits, IPIs, wake-ups and syscalls are per request${results.trials.some(({ workload }) => workload === 'handshake') ? ', which is one device where devices are set up; boot is the time of all of them' : ''}.\n`,
    `ratio: to ${baseline}, of what decides; less mean latency or more throughput is better.\n`,
    '~: no significant difference to it (95 %).\n',
    uncertaintyLegend(results),
  ].join('');
}

const sceneOf = (trial: Place, grid: readonly string[]): string =>
  [trial.device, trial.workload, ...grid.filter((key) => key in trial.params).map((key) => `${key}=${shown(trial.params[key])}`)].join('  ');

/** Trials of one grid point with their ratios to the baseline, best first. */
function rowsOf(trials: readonly TrialResult[], baseline: string): readonly Row[] {
  if (trials.length === 0) return [];
  const objective = objectiveOf(trials[0].workload);
  const decides = deciding(objective);
  const reference = trials.find(({ system }) => system === baseline);
  return trials
    .map((trial) => ({
      place: trial,
      trial,
      failed: null,
      baseline: reference,
      ratio: reference ? decides(trial.metrics) / decides(reference.metrics) : null,
      differs: trial === reference || (reference !== undefined && pairedDifference(trial.replicates.map(decides), reference.replicates.map(decides)).differs),
    }))
    .sort((a, b) => (objective === 'latency' ? 1 : -1) * (decides(a.trial.metrics) - decides(b.trial.metrics)));
}

/** Device, workload and grid keys, as far as they differ between the trials. */
function placeColumns({ trials, failures = [], suite }: Results): readonly Column<Row>[] {
  const places: readonly Place[] = [...trials, ...failures.map(({ spec }) => spec)];
  const several = (of: (place: Place) => string) => new Set(places.map(of)).size > 1;
  const all: readonly (readonly [head: string, of: (place: Place) => string])[] = [
    ['device', ({ device }) => device],
    ['workload', ({ workload }) => workload],
    ...suite.grid.map((key) => [key, ({ params }: Place) => (key in params ? shown(params[key]) : '')] as const),
  ];
  return all.filter(([, of]) => several(of)).map(([head, of]) => ({ head, key: true, of: ({ place }) => of(place) }));
}

function columnsOf(rows: readonly Row[], screen: Screen): readonly Column<Row>[] {
  const trials = rows.flatMap(({ trial }) => (trial === null ? [] : [trial]));
  const unit = trials[0]?.unit ?? 'time';
  const number = (head: string, value: (trial: TrialResult) => number): Column<Row> => ({ head, right: true, of: ({ trial }) => (trial === null ? '' : figure(value(trial), screen)) });
  return [
    { head: 'system', key: true, of: ({ place }) => place.system },
    number(`req${rateUnit(unit)}`, ({ metrics }) => metrics.throughput_per_s),
    number(`p50 ${durationUnit(unit)}`, ({ metrics }) => metrics.latency_us.p50),
    number(`p99 ${durationUnit(unit)}`, ({ metrics }) => metrics.latency_us.p99),
    number(`CPU ${durationUnit(unit)}`, ({ metrics }) => metrics.cpu_us_per_request.total),
    number('exits', ({ metrics }) => metrics.per_request.exits),
    number('IPIs', ({ metrics }) => metrics.per_request.ipis),
    number('wake-ups', ({ metrics }) => metrics.per_request.wakeups),
    number('syscalls', ({ metrics }) => metrics.per_request.syscalls),
    ...bootNumbers(trials).map(({ head, of }): Column<Row> => ({ head, right: true, of: ({ trial }) => (trial === null ? '' : textOf(of(trial), screen)) })),
    {
      head: 'ratio',
      right: true,
      of: ({ ratio, differs }) => (ratio === null ? '' : `${differs ? '' : '~'}${ratio.toFixed(2)}`),
    },
    ...uncertaintyColumns(trials).map((column): Column<Row> => ({ ...column, of: ({ trial, baseline }) => (trial === null ? '' : column.of({ trial, baseline })) })),
    ...(screen.boxes ? [] : [{ head: 'ratio of', of: ({ place }: Row) => objectiveOf(place.workload) }]),
    { head: 'maturity', of: ({ trial }) => trial?.maturity ?? '' },
    ...(trials.length < rows.length ? [{ head: 'failed', of: ({ failed }: Row) => failed ?? '' }] : []),
  ];
}

const textOf = (value: number | null, screen: Screen): string => (value === null ? '' : figure(value, screen));

/** Three significant digits; thousands apart only where a person reads. */
function figure(value: number, { boxes }: Screen): string {
  return readable(value).replaceAll('\u202f', boxes ? ',' : '').replace('−', '-').replace('–', '-');
}
