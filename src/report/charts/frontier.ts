import { aheadOf, leadOf } from '../../experiment/tuning/paired.ts';
import type { Axis } from '../../experiment/tuning/axis.ts';
import type { Frontier } from '../../experiment/tuning/frontier.ts';
import { metricNamed } from '../../experiment/tuning/metric.ts';
import { nameOfKey } from '../comparison.ts';
import { percent } from '../numbers.ts';
import { onAxis } from '../tuning/said.ts';
import type { Versus } from '../tuning/versus.ts';
import type { Row, Specification } from './chart.ts';
import { vegaOf } from './compile.ts';
import { picture } from './picture.ts';
import { THEME } from './theme.ts';
import { varied } from './varied-axis.ts';

/** Leads up to these shares have one shade; what is more has the darkest. */
const SHADES = [[0.02, 0.12], [0.1, 0.35], [0.25, 0.6], [Infinity, 0.9]] as const;

/** A map of who wins by how much, with the frontier between the two. */
export function frontierPicture({ a, b, metric: { name } }: Versus, plane: Frontier, width: number): Promise<string> {
  const metric = metricNamed(name);
  const [xs, ys] = [edges(plane.x, plane.cells.map(({ x }) => x)), edges(plane.y, plane.cells.map(({ y }) => y))];
  const rows: readonly Row[] = [
    ...plane.cells.map((cell): Row => {
      const ahead = aheadOf(metric, cell.difference);
      const system = ahead === 'b' ? b : a;
      const lead = leadOf(cell);
      const [left, right] = xs.get(cell.x) ?? [cell.x, cell.x];
      const [low, high] = ys.get(cell.y) ?? [cell.y, cell.y];
      const unsure = Number.isFinite(cell.difference.low) && !cell.difference.differs;
      return {
        system, of: 'cell', tip: `${onAxis(plane.x, cell.x)}, ${onAxis(plane.y, cell.y)}: ${ahead === 'tie' ? 'equal' : `${system} by ${percent(lead)}`}`,
        left, right, low, high, x: middle(left, right, plane.x), y: middle(low, high, plane.y), shade: ahead === 'tie' ? 0 : (SHADES.find(([most]) => lead <= most)?.[1] ?? 0), text: `${unsure ? '~' : ''}${percent(lead).replace(/\u202f%/, '')}`,
      };
    }),
    ...plane.borders.map(({ from, to }): Row => ({ system: '', tip: '', of: 'border', left: from.x, right: to.x, low: from.y, high: to.y })),
  ];
  return picture(vegaOf('frontier', specification(plane, [a, b])), rows, width, 1);
}

function specification({ x, y }: Frontier, systems: readonly string[]): Specification {
  const [xAxis, yAxis] = [varied(x, nameOfKey(x.key)), varied(y, nameOfKey(y.key))];
  const box = { x: { field: 'left', type: 'quantitative', ...xAxis }, x2: { field: 'right' }, y: { field: 'low', type: 'quantitative', ...yAxis }, y2: { field: 'high' } };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    data: { name: 'table', values: [] },
    config: THEME,
    height: 320,
    layer: [
      {
        transform: [{ filter: "datum.of === 'cell'" }], mark: { type: 'rect', stroke: 'var(--page)', strokeWidth: 0.5 },
        encoding: { ...box, color: { field: 'system', type: 'nominal', scale: { domain: systems, range: ['var(--available)', 'var(--flight)'] }, legend: { labelLimit: 300 } }, fillOpacity: { field: 'shade', type: 'quantitative', scale: null, legend: null } },
      },
      {
        transform: [{ filter: "datum.of === 'cell'" }], mark: { type: 'text', fontSize: 10, color: 'var(--ink)' },
        encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' }, text: { field: 'text' } },
      },
      { transform: [{ filter: "datum.of === 'border'" }], mark: { type: 'rule', color: 'var(--ink)', strokeWidth: 2 }, encoding: box },
    ],
  };
}

/** Where between two values half of the drawn way is. */
const middle = (low: number, high: number, { spread }: Axis): number => (spread === 'even' ? (low + high) / 2 : Math.sqrt(low * high));

/** Each value with the places half way to its neighbours; the outermost end where they are. */
function edges(axis: Axis, values: readonly number[]): ReadonlyMap<number, readonly [number, number]> {
  const all = [...new Set(values)].sort((one, other) => one - other);
  return new Map(all.map((value, i) => [value, [i === 0 ? value : middle(all[i - 1], value, axis), i === all.length - 1 ? value : middle(value, all[i + 1], axis)]]));
}
