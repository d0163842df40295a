import { metricNamed } from '../../experiment/tuning/metric.ts';
import { keyOf, placeOf } from '../../experiment/tuning/space.ts';
import { metricInWords, metricValue } from '../tuning/said.ts';
import { nameOf, pointInWords, valueInWords } from '../tuning/tuned-words.ts';
import type { Tuned } from '../tuning/tuned.ts';
import type { Row, Specification } from './chart.ts';
import { vegaOf } from './compile.ts';
import { picture } from './picture.ts';
import { THEME } from './theme.ts';

/** Lines that can still be told apart; the front comes first. */
const MOST = 150;

/** One line for each point through its place on every dimension and objective, each from its least to its most. */
export function parallelPicture(tuned: Tuned, width: number): Promise<string> {
  const { dimensions, goals: { objectives }, tried, front, unit } = tuned;
  const possible = tried.flatMap(({ metrics }, i) => (metrics === null ? [] : [{ i, metrics }]));
  const shown = [...possible.filter(({ i }) => !front.includes(i)).slice(0, MOST), ...possible.filter(({ i }) => front.includes(i))];
  const ends = objectives.map(({ metric }) => {
    const values = possible.map(({ metrics }) => metricNamed(metric).of(metrics));
    return { metric, least: values.reduce((least, value) => Math.min(least, value), Infinity), most: values.reduce((most, value) => Math.max(most, value), -Infinity) };
  });
  const lines = shown.flatMap(({ i, metrics }): readonly Row[] => {
    const base = { system: '', of: 'line', id: i, what: front.includes(i) ? 'on the front' : 'tried', tip: pointInWords(tried[i], dimensions) };
    return [
      ...dimensions.map((dimension, at): Row => ({ ...base, at, y: placeOf(dimension, tried[i].point[keyOf(dimension)]) })),
      ...ends.map(({ metric, least, most }, k): Row => ({ ...base, at: dimensions.length + k, y: most === least ? 0.5 : (metricNamed(metric).of(metrics) - least) / (most - least) })),
    ];
  });
  const label = (at: number, y: number, text: string): Row => ({ system: '', tip: '', of: 'label', at, y, text });
  const labels: readonly Row[] = [
    ...dimensions.flatMap((dimension, at): readonly Row[] => [
      label(at, 1.14, nameOf(dimension)),
      ...(dimension.kind === 'choice' ? dimension.values : [dimension.axis.from, dimension.axis.to]).map((value) => label(at, placeOf(dimension, value), valueInWords(dimension, value))),
    ]),
    ...ends.flatMap(({ metric, least, most }, k): readonly Row[] => [label(dimensions.length + k, 1.14, metricInWords(metric)), label(dimensions.length + k, 0, metricValue(metric, least, unit)), label(dimensions.length + k, 1, metricValue(metric, most, unit))]),
  ];
  return picture(vegaOf('parallel', specification(dimensions.length + ends.length)), [...lines, ...labels], width, 1);
}

function specification(columns: number): Specification {
  const x = { field: 'at', type: 'quantitative', title: null, axis: null, scale: { domain: [-0.35, columns - 0.65] } };
  const y = { field: 'y', type: 'quantitative', title: null, axis: null, scale: { domain: [-0.08, 1.2] } };
  const color = { field: 'what', type: 'nominal', scale: { domain: ['tried', 'on the front'], range: ['var(--line)', 'var(--available)'] } };
  const line = (what: string, width: number): Specification => ({ transform: [{ filter: `datum.of === 'line' && datum.what === '${what}'` }], mark: { type: 'line', strokeWidth: width }, encoding: { x, y, color, detail: { field: 'id' } } });
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    data: { name: 'table', values: [] },
    config: THEME,
    height: 280,
    layer: [
      line('tried', 1), line('on the front', 2),
      { transform: [{ filter: "datum.of === 'label'" }], mark: { type: 'text', fontSize: 11, color: 'var(--ink)', dx: 0, dy: 0, stroke: 'var(--page)', strokeWidth: 3, strokeJoin: 'round' }, encoding: { x, y, text: { field: 'text' } } },
      { transform: [{ filter: "datum.of === 'label'" }], mark: { type: 'text', fontSize: 11, color: 'var(--ink)' }, encoding: { x, y, text: { field: 'text' } } },
    ],
  };
}
