import type { Row as Compared } from '../../experiment/validation.ts';
import { readable } from '../numbers.ts';
import type { Row, Specification } from './chart.ts';
import { vegaOf } from './compile.ts';
import { picture } from './picture.ts';
import { ONE_TWO_FIVE } from './log-axis.ts';
import { THEME } from './theme.ts';

/** Beyond these the axis would say nothing about the others; what lies there is drawn at the edge. */
const [LEAST, MOST] = [0.3, 3];

/** Measured numbers of a unit in one panel: predicted over measured, with the band; null where there is nothing to draw. */
export async function accuracyPicture(rows: readonly Compared[], width: number): Promise<string | null> {
  const points = rows.flatMap(pointOf);
  if (points.length === 0) return null;
  return picture(vegaOf('accuracy', specification()), points, width, new Set(points.map((point) => point['unit'])).size);
}

function pointOf({ id, unit, predicted, measured, low, high, use, error_pct }: Compared): readonly Row[] {
  if (measured === null || error_pct === null || measured <= 0 || predicted <= 0) return [];
  const within = (value: number): number => Math.min(MOST, Math.max(LEAST, value / measured));
  const tip = `${id}\npredicted ${readable(predicted)}, measured ${readable(measured)} ${unit}`;
  return [{ system: id, unit, use, x: measured, y: within(predicted), low: within(low), high: within(high), tip }];
}

function specification(): Specification {
  const colour = { field: 'use', type: 'nominal', scale: { domain: ['validation', 'fit'], range: ['var(--available)', 'var(--soft)'] } };
  const y = { field: 'y', type: 'quantitative', title: null, scale: { type: 'log', domain: [LEAST, MOST], nice: false }, axis: { values: [0.3, 0.5, 0.7, 1, 1.5, 2, 3], format: '~g' } };
  const x = { field: 'x', type: 'quantitative', title: null, scale: { type: 'log', nice: false, padding: 10 }, axis: { values: ONE_TWO_FIVE, format: '~s', grid: false, labelOverlap: true, labelSeparation: 6 } };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    data: { name: 'table', values: [] },
    config: THEME,
    facet: { field: 'unit', type: 'nominal', title: null },
    columns: 3,
    spec: {
      width: 130, height: 190,
      layer: [
        { mark: { type: 'rule', color: 'var(--ink)', strokeWidth: 1 }, encoding: { y: { datum: 1, type: 'quantitative' } } },
        { mark: { type: 'rule', strokeWidth: 1.5, opacity: 0.45 }, encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color: { ...colour, legend: null } } },
        { mark: { type: 'point', filled: true, size: 34 }, encoding: { x, y, color: colour, shape: { field: 'use', type: 'nominal', scale: { domain: ['validation', 'fit'], range: ['circle', 'diamond'] } } } },
      ],
    },
    resolve: { scale: { x: 'independent' }, axis: { x: 'independent', y: 'independent' } },
  };
}
