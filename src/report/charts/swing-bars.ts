import type { Swing } from '../../experiment/tuning/swings.ts';
import { LABELS, ROW_HEIGHT } from './bars.ts';
import type { Row, Specification } from './chart.ts';

const SIDES = ['price one sd lower', 'price one sd higher'] as const;

/** Two bars from nothing for each price, to what it does when it is lower and when it is higher. */
export function swingRows(system: string, label: string, { cost, down, up }: Swing, says: (value: number) => string): readonly Row[] {
  return ([[SIDES[0], down], [SIDES[1], up]] as const).map(([side, value]) => ({ system, key: label, side, value, tip: `${system === '' ? '' : `${system}\n`}${cost}, ${side}: ${says(value)}` }));
}

/** Whether a label ends with a colon. */
const HEADING = "slice(datum.label, -1) === ':'";

/** y axis of rows in the order of the data: keys that end with a colon are headings, and what stands before a bar only tells rows apart. */
export const HEADED_ROWS = {
  field: 'key', type: 'nominal', sort: null, title: null, scale: { paddingInner: 0.28, paddingOuter: 0.1 },
  axis: {
    minExtent: LABELS, maxExtent: LABELS, labelLimit: LABELS - 4, labelAlign: 'left', labelPadding: LABELS - 4, grid: false,
    labelExpr: "indexof(datum.label, '|') < 0 ? datum.label : slice(datum.label, indexof(datum.label, '|') + 1)",
    labelFontWeight: { condition: { test: HEADING, value: 600 }, value: 400 },
    labelColor: { condition: { test: HEADING, value: 'var(--ink)' }, value: 'var(--soft)' },
  },
} as const satisfies Specification;

/** A tornado: one row for each price, the longest on top. */
export function tornadoSpec(title: string, colours: readonly [lower: string, higher: string]): Specification {
  return {
    height: ROW_HEIGHT,
    encoding: { y: HEADED_ROWS, tooltip: { field: 'tip' } },
    layer: [
      {
        mark: { type: 'bar' },
        encoding: {
          x: { field: 'value', type: 'quantitative', stack: null, title, axis: { format: '~g', tickCount: 6 } },
          color: { field: 'side', type: 'nominal', scale: { domain: SIDES, range: colours } },
        },
      },
    ],
  };
}
