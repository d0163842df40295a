import { LEVELS } from '../entry.ts';
import { durationUnit } from '../units.ts';
import type { Chart } from './chart.ts';
import { LEVEL_COLOURS } from './palette.ts';
import { stackedRows, stackedSpec } from './stacked.ts';

/** At which exception level the CPU time of one request is spent. */
export const cpuByLevel: Chart = {
  id: 'cpu-by-level',
  over: 'point',
  title: ({ unit }) => `CPU time per request by exception level, ${durationUnit(unit)}`,
  says: () => 'The same processor time by exception level: under VHE the host kernel runs at EL2, elsewhere at EL1, so compare this with the roles. A bar with ▸ is drawn shorter than it is.',
  rows: (entries, { unit }) => stackedRows(entries, LEVELS, (entry) => entry.levels, durationUnit(unit), true),
  spec: ({ unit }) => stackedSpec(LEVELS, LEVEL_COLOURS, { title: `${durationUnit(unit)} per request` }, true),
  table: (entries) => ({
    columns: ['system', ...LEVELS],
    rows: entries.map((entry) => [entry.system, ...entry.levels]),
  }),
};
