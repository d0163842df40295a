import type { Results, TrialResult } from '../experiment/results.ts';
import { pairedDifference } from '../experiment/statistics.ts';
import { deciding, objectiveOf, shown } from '../report/comparison.ts';
import { groupBy } from '../report/group-by.ts';
import { readable } from '../report/numbers.ts';
import { durationUnit, rateUnit } from '../report/units.ts';
import { bootNumbers } from './boot-columns.ts';
import { tableText, type Column, type Screen } from './table.ts';
import { uncertaintyColumns, uncertaintyLegend } from './uncertainty-columns.ts';

/** One line of the table: a trial and how it stands to the baseline of its grid point. */
interface Row {
  readonly trial: TrialResult;
  readonly ratio: number | null;
  readonly differs: boolean;
  readonly baseline: TrialResult | undefined;
}

/** What a run prints: a table for each grid point on a screen, one table of all for a pipe. */
export function resultsTable(results: Results, screen: Screen): string {
  const { grid, baseline } = results.suite;
  const points = [...groupBy(results.trials, (trial) => sceneOf(trial, grid)).entries()].map(([title, trials]) => ({ title, rows: rowsOf(trials, baseline) }));
  if (!screen.boxes) return tableText(points.flatMap(({ rows }) => rows), [...placeColumns(results), ...columnsOf(results.trials, screen)], screen);
  return [
    ...points.map(({ title, rows }) => `\n${title}${title === '' ? '' : ': '}${objectiveOf(rows[0].trial.workload)} decides\n${tableText(rows, columnsOf(rows.map(({ trial }) => trial), screen), screen)}`),
    `\nCPU, exits, IPIs, wake-ups and syscalls are per request${results.trials.some(({ workload }) => workload === 'handshake') ? ', which is one device where devices are set up; boot is the time of all of them' : ''}.\n`,
    `ratio: to ${baseline}, of what decides; less mean latency or more throughput is better.\n`,
    '~: no significant difference to it (95 %).\n',
    uncertaintyLegend(results),
  ].join('');
}

const sceneOf = (trial: TrialResult, grid: readonly string[]): string =>
  [trial.device, trial.workload, ...grid.filter((key) => key in trial.params).map((key) => `${key}=${shown(trial.params[key])}`)].join('  ');

/** Trials of one grid point with their ratios to the baseline, best first. */
function rowsOf(trials: readonly TrialResult[], baseline: string): readonly Row[] {
  const objective = objectiveOf(trials[0].workload);
  const decides = deciding(objective);
  const reference = trials.find(({ system }) => system === baseline);
  return trials
    .map((trial) => ({
      trial,
      baseline: reference,
      ratio: reference ? decides(trial.metrics) / decides(reference.metrics) : null,
      differs: trial === reference || (reference !== undefined && pairedDifference(trial.replicates.map(decides), reference.replicates.map(decides)).differs),
    }))
    .sort((a, b) => (objective === 'latency' ? 1 : -1) * (decides(a.trial.metrics) - decides(b.trial.metrics)));
}

/** Device, workload and grid keys, as far as they differ between the trials. */
function placeColumns({ trials, suite }: Results): readonly Column<Row>[] {
  const several = (of: (trial: TrialResult) => string) => new Set(trials.map(of)).size > 1;
  const all: readonly (readonly [head: string, of: (trial: TrialResult) => string])[] = [
    ['device', ({ device }) => device],
    ['workload', ({ workload }) => workload],
    ...suite.grid.map((key) => [key, ({ params }: TrialResult) => (key in params ? shown(params[key]) : '')] as const),
  ];
  return all.filter(([, of]) => several(of)).map(([head, of]) => ({ head, key: true, of: ({ trial }) => of(trial) }));
}

function columnsOf(trials: readonly TrialResult[], screen: Screen): readonly Column<Row>[] {
  const unit = trials[0]?.unit ?? 'time';
  const number = (head: string, value: (trial: TrialResult) => number): Column<Row> => ({ head, right: true, of: ({ trial }) => figure(value(trial), screen) });
  return [
    { head: 'system', key: true, of: ({ trial }) => trial.system },
    number(`req${rateUnit(unit)}`, ({ metrics }) => metrics.throughput_per_s),
    number(`p50 ${durationUnit(unit)}`, ({ metrics }) => metrics.latency_us.p50),
    number(`p99 ${durationUnit(unit)}`, ({ metrics }) => metrics.latency_us.p99),
    number(`CPU ${durationUnit(unit)}`, ({ metrics }) => metrics.cpu_us_per_request.total),
    number('exits', ({ metrics }) => metrics.per_request.exits),
    number('IPIs', ({ metrics }) => metrics.per_request.ipis),
    number('wake-ups', ({ metrics }) => metrics.per_request.wakeups),
    number('syscalls', ({ metrics }) => metrics.per_request.syscalls),
    ...bootNumbers(trials).map(({ head, of }): Column<Row> => ({ head, right: true, of: ({ trial }) => textOf(of(trial), screen) })),
    {
      head: 'ratio',
      right: true,
      of: ({ ratio, differs }) => (ratio === null ? '' : `${differs ? '' : '~'}${ratio.toFixed(2)}`),
    },
    ...uncertaintyColumns(trials),
    ...(screen.boxes ? [] : [{ head: 'ratio of', of: ({ trial }: Row) => objectiveOf(trial.workload) }]),
    { head: 'maturity', of: ({ trial }) => trial.maturity },
  ];
}

const textOf = (value: number | null, screen: Screen): string => (value === null ? '' : figure(value, screen));

/** Three significant digits; thousands apart only where a person reads. */
function figure(value: number, { boxes }: Screen): string {
  return readable(value).replaceAll('\u202f', boxes ? ',' : '').replace('−', '-').replace('–', '-');
}
