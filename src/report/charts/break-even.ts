import type { BreakEven } from '../../experiment/tuning/break-even.ts';
import { nameOfKey } from '../comparison.ts';
import { metricInWords, metricValue, onAxis } from '../tuning/said.ts';
import type { Versus } from '../tuning/versus.ts';
import type { Row, Specification } from './chart.ts';
import { vegaOf } from './compile.ts';
import { picture } from './picture.ts';
import { THEME } from './theme.ts';
import { varied } from './varied-axis.ts';

/** Both systems' numbers over what is varied, every turn as a line with its interval behind it. */
export function breakEvenPicture(versus: Versus, line: BreakEven, width: number): Promise<string> {
  const { a, b, metric: { name }, unit } = versus;
  const { axis, samples, turns } = line;
  const rows: readonly Row[] = [
    ...samples.flatMap((sample) => ([[a, sample.a], [b, sample.b]] as const).map(([system, value]): Row => ({ system, tip: `${system}\n${onAxis(axis, sample.x)}: ${metricValue(name, value, unit)}`, of: 'line', x: sample.x, y: value }))),
    ...turns.flatMap(({ at, interval }): readonly Row[] => [
      { system: '', tip: onAxis(axis, at), of: 'turn', x: at },
      ...(interval === null ? [] : [{ system: '', tip: '', of: 'interval', x: interval[0] ?? axis.from, x2: interval[1] ?? axis.to }]),
    ]),
  ];
  return picture(vegaOf('break-even', specification(line, [a, b], metricInWords(name), unit === 'time' || !name.includes('_us'))), rows, width, 1);
}

function specification({ axis, metric }: BreakEven, systems: readonly string[], what: string, inTime: boolean): Specification {
  const x = { field: 'x', type: 'quantitative', ...varied(axis, nameOfKey(axis.key)) };
  const y = { field: 'y', type: 'quantitative', title: `${what}${metric.includes('_us') ? `, ${inTime ? 'µs' : 'k instr.'}` : ''}`, scale: { zero: false, padding: 8 }, axis: { format: '~s', tickCount: 6 } };
  const color = { field: 'system', type: 'nominal', scale: { domain: systems, range: ['var(--available)', 'var(--flight)'] }, legend: { labelLimit: 300 } };
  const only = (of: string): Specification => ({ transform: [{ filter: `datum.of === '${of}'` }] });
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    data: { name: 'table', values: [] },
    config: THEME,
    height: 260,
    layer: [
      { ...only('interval'), mark: { type: 'rect', color: 'var(--grid)' }, encoding: { x, x2: { field: 'x2' } } },
      { ...only('line'), mark: { type: 'line' }, encoding: { x, y, color } },
      { ...only('line'), mark: { type: 'point', filled: true, size: 30 }, encoding: { x, y, color, shape: { field: 'system', type: 'nominal', scale: { domain: systems, range: ['circle', 'diamond'] } } } },
      { ...only('turn'), mark: { type: 'rule', color: 'var(--ink)', strokeDash: [4, 3] }, encoding: { x } },
    ],
  };
}
