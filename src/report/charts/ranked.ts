import type { Row, Specification } from './chart.ts';
import { ROW_HEIGHT } from './bars.ts';
import { HEADED_ROWS } from './swing-bars.ts';

/** One line of a ranking: a bar with its interval, and a second measure as a mark. */
export interface Ranked {
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly second: number;
  readonly tip: string;
}

export const rankedRows = (ranks: readonly Ranked[]): readonly Row[] => ranks.map(({ label, tip, ...numbers }) => ({ system: '', key: label, tip, ...numbers }));

/** Bars from nothing with the 95 % interval at their end, and a diamond for the second measure. */
export function rankedSpec(title: string, bar: string, mark: string): Specification {
  const legend = { field: 'what', type: 'nominal', scale: { domain: [bar, mark] } };
  const named = (name: string): Specification => ({ transform: [{ calculate: `'${name}'`, as: 'what' }] });
  return {
    height: ROW_HEIGHT,
    encoding: {
      y: HEADED_ROWS,
      tooltip: { field: 'tip' },
    },
    layer: [
      { ...named(bar), mark: { type: 'bar' }, encoding: { x: { field: 'value', type: 'quantitative', title, axis: { format: '~g', tickCount: 6 } }, color: { ...legend, scale: { ...legend.scale, range: ['var(--available)', 'var(--flight)'] } } } },
      { mark: { type: 'rule', color: 'var(--ink)', strokeWidth: 1.5 }, encoding: { x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' } } },
      { ...named(mark), mark: { type: 'point', filled: true, shape: 'diamond', size: 60 }, encoding: { x: { field: 'second', type: 'quantitative' }, color: { ...legend, scale: { ...legend.scale, range: ['var(--available)', 'var(--flight)'] } } } },
    ],
  };
}
