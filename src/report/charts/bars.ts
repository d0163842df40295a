import type { Entry } from '../entry.ts';
import { groupBy } from '../group-by.ts';
import type { Row, Specification } from './chart.ts';
import { orderedHypervisors } from './palette.ts';

/** Width of the label column of a bar chart, in px: the same in all, so that rows stand in line. */
export const LABELS = 172;

/** y axis of a chart with one row for each system beneath its hypervisor's name; `withHeadings` makes the rows. */
export const SYSTEM_AXIS = {
  field: 'key', type: 'nominal', sort: null, title: null,
  scale: { paddingInner: 0.28, paddingOuter: 0.1 },
  axis: {
    minExtent: LABELS, maxExtent: LABELS, labelLimit: LABELS - 4, labelAlign: 'left', labelPadding: LABELS - 4, grid: false,
    // A heading is `vhe/`: nothing after the slash.
    labelExpr: "slice(datum.label, indexof(datum.label, '/') + 1) || slice(datum.label, 0, -1)",
    labelFontWeight: { condition: { test: "indexof(datum.label, '/') === length(datum.label) - 1", value: 600 }, value: 400 },
    labelColor: { condition: { test: "indexof(datum.label, '/') === length(datum.label) - 1", value: 'var(--ink)' }, value: 'var(--soft)' },
  },
} as const satisfies Specification;

export const ROW_HEIGHT = { step: 18 } as const;

/** Rows of the entries by hypervisor, each group after an invisible row that carries its name. */
export function withHeadings(entries: readonly Entry[], rowsOf: (entry: Entry) => readonly Row[]): readonly Row[] {
  const groups = groupBy(entries, (entry) => entry.hypervisor);
  return orderedHypervisors(groups.keys()).flatMap((hypervisor) => {
    const rows = (groups.get(hypervisor) ?? []).flatMap(rowsOf);
    // Its numbers are a neighbour's, so that it moves no scale.
    return [{ ...rows[0], system: '', tip: '', key: `${hypervisor}/`, text: '', heading: true }, ...rows];
  });
}

/** Marks that belong to systems outside the selection fade in the chart where the selection was made. */
export const FADE = { condition: [{ test: 'datum.heading', value: 0 }, { test: 'datum.faded', value: 0.18 }], value: 1 } as const;

/** Numbers at the end of bars: `text` at `end`. */
export const BAR_NUMBERS = {
  transform: [{ filter: 'datum.text' }],
  mark: { type: 'text', align: 'left', baseline: 'middle', dx: 4, fontSize: 10.5, color: 'var(--ink)' },
  encoding: { x: { field: 'end', type: 'quantitative', stack: null }, text: { field: 'text' } },
} as const satisfies Specification;

/** What is in no tree is drawn pale. */
export const PALE = { condition: { test: "datum.maturity === 'hypothetical'", value: 0.55 }, value: 1 } as const;
