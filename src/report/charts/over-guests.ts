import type { Row, Specification } from './chart.ts';
import { vegaOf } from './compile.ts';
import { ONE_TWO_FIVE } from './log-axis.ts';
import { ROLE_COLOURS } from './palette.ts';
import { picture } from './picture.ts';
import { THEME } from './theme.ts';

/** One number of one system with so many guests; `line` is what its line is called, `panel` where it is drawn. */
export interface GuestsPoint {
  readonly system: string;
  readonly panel: string;
  readonly line: string;
  readonly guests: number;
  readonly value: number;
  readonly tip: string;
}

/** Numbers over guests, both on axes of equal ratios or the numbers in per cent; a panel for each system, or one where `panel` is the same in all. */
export function guestsPicture(points: readonly GuestsPoint[], lines: readonly string[], scale: 'ratios' | 'per cent', width: number): Promise<string> {
  const rows = points.map(({ system, panel, line, guests, value, tip }): Row => ({ system, panel, line, guests, value, tip }));
  return picture(vegaOf('over-guests', specification(points, lines, scale)), rows, width, new Set(points.map(({ panel }) => panel)).size);
}

const SHAPES = ['circle', 'square', 'triangle-up', 'diamond', 'triangle-down', 'cross', 'triangle-right'] as const;

function specification(points: readonly GuestsPoint[], lines: readonly string[], scale: 'ratios' | 'per cent'): Specification {
  const steps = [...new Set(points.map(({ guests }) => guests))].toSorted((a, b) => a - b);
  const of = (all: readonly string[]): readonly string[] => lines.map((_, i) => all[i % all.length] ?? '');
  const color = { field: 'line', type: 'nominal', scale: { domain: lines, range: of(ROLE_COLOURS) }, legend: { labelLimit: 300 } };
  const x = { field: 'guests', type: 'quantitative', title: 'guests', scale: { type: 'log', nice: false, padding: 8 }, axis: { values: steps, grid: false, format: 'd', labelOverlap: true, labelSeparation: 4 } };
  const y = { field: 'value', type: 'quantitative', title: null, ...(scale === 'per cent'
    ? { scale: { domain: [0, 100], nice: false }, axis: { tickCount: 5 } }
    : { scale: { type: 'log', nice: false, padding: 8 }, axis: { values: ONE_TWO_FIVE, format: '~s', labelOverlap: true, labelSeparation: 4 } }) };
  const layer = [
    { mark: { type: 'line' }, encoding: { x, y, color, detail: { field: 'system' } } },
    { mark: { type: 'point', filled: true, size: 30 }, encoding: { x, y, color, tooltip: { field: 'tip' }, shape: { field: 'line', type: 'nominal', scale: { domain: lines, range: of(SHAPES) } } } },
  ];
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    data: { name: 'table', values: [] },
    config: THEME,
    facet: { field: 'panel', type: 'nominal', title: null, sort: [...new Set(points.map(({ panel }) => panel))] },
    columns: 3,
    spec: { width: 130, height: 190, layer },
    resolve: { axis: { x: 'independent', y: 'independent' } },
  };
}
