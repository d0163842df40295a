import type { SuiteHistory, TrialHistory } from '../../experiment/compare/history.ts';
import { wentOf } from '../compare/history-words.ts';
import { metricInWords, metricUnit, metricValue } from '../tuning/said.ts';
import type { Row, Specification } from './chart.ts';
import { vegaOf } from './compile.ts';
import { picture } from './picture.ts';
import { THEME } from './theme.ts';

const COLOURS = { worse: 'var(--bad)', better: 'var(--good)' } as const;

/** A number over the runs of its suite, its levels as lines behind it, and a mark where a level begins. */
export function historyPicture({ values, points, unit }: TrialHistory, { metric }: SuiteHistory, width: number): Promise<string> {
  const starts = [0, ...points.map(({ at }) => at)];
  const rows: readonly Row[] = [
    ...starts.map((from, i): Row => {
      const level = values.slice(from, starts[i + 1]);
      return { system: '', tip: '', what: 'level', run: level[0].of.run, last: level[level.length - 1].of.run, value: level.reduce((sum, { value }) => sum + value / level.length, 0) };
    }),
    ...values.map(({ of, value }): Row => ({ system: '', tip: `run ${of.run}, ${of.started}\n${metricValue(metric.name, value, unit)}`, what: 'run', run: of.run, value })),
    ...points.map((point): Row => {
      const { of, value } = values[point.at];
      return { system: '', tip: `run ${of.run}: ${metricValue(metric.name, value, unit)}`, what: 'change', run: of.run, value, went: wentOf(point, metric) };
    }),
  ];
  const title = [metricInWords(metric.name), metricUnit(metric.name, unit)].filter((part) => part !== '').join(', ');
  return picture(vegaOf('history', specification(title, values.map(({ of }) => of.run))), rows, width, 1);
}

function specification(title: string, runs: readonly number[]): Specification {
  const x = { field: 'run', type: 'ordinal', title: 'run', scale: { type: 'point', domain: runs, padding: 0.5 }, axis: { grid: false, labelAngle: 0, labelOverlap: true } };
  const y = { field: 'value', type: 'quantitative', title, scale: { zero: false, padding: 10 }, axis: { format: '~s', tickCount: 4 } };
  const only = (what: string): Specification => ({ transform: [{ filter: `datum.what === '${what}'` }] });
  const went = { field: 'went', type: 'nominal', legend: null } as const;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json', data: { name: 'table', values: [] }, config: THEME, height: 130,
    // Its own width, and not one for each run.
    width: 300,
    layer: [
      { ...only('change'), mark: { type: 'rule', strokeDash: [4, 3] }, encoding: { x, color: { ...went, scale: { domain: Object.keys(COLOURS), range: Object.values(COLOURS) } } } },
      { ...only('level'), mark: { type: 'rule', strokeWidth: 6, color: 'var(--line)' }, encoding: { x, x2: { field: 'last' }, y } },
      { ...only('run'), mark: { type: 'line', color: 'var(--soft)', strokeWidth: 1.2 }, encoding: { x, y } },
      { ...only('run'), mark: { type: 'point', filled: true, size: 26, color: 'var(--ink)' }, encoding: { x, y, tooltip: { field: 'tip' } } },
      { ...only('change'), mark: { type: 'point', filled: true, size: 80 }, encoding: { x, y, tooltip: { field: 'tip' }, shape: { ...went, scale: { domain: Object.keys(COLOURS), range: ['triangle-up', 'diamond'] } }, color: { ...went, scale: { domain: Object.keys(COLOURS), range: Object.values(COLOURS) } } } },
    ],
  };
}
