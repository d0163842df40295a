import { KINDS } from '../entry.ts';
import type { Chart } from './chart.ts';
import { KIND_COLOURS } from './palette.ts';
import { stackedRows, stackedSpec } from './stacked.ts';

/** How much of each result rests on which kind of number. */
export const provenance: Chart = {
  id: 'provenance',
  over: 'point',
  title: () => 'What the result rests on, % of priced CPU time',
  says: () => 'Share of the priced CPU time by where the price comes from: measured here, read in a publication, computed from such numbers, or assumed.',
  rows: (entries) => stackedRows(entries, KINDS, (entry) => entry.kinds.map((share) => share * 100), '%', false),
  spec: () => stackedSpec(KINDS, KIND_COLOURS, { title: '% of priced CPU time', scale: { domain: [0, 100] } }, false),
  table: (entries) => ({
    columns: ['system', ...KINDS.map((kind) => `${kind} %`)],
    rows: entries.map((entry) => [entry.system, ...entry.kinds.map((share) => Number((share * 100).toFixed(2)))]),
  }),
};
