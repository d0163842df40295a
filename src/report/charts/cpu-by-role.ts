import { ROLES } from '../entry.ts';
import { durationUnit } from '../units.ts';
import type { Chart } from './chart.ts';
import { ROLE_COLOURS } from './palette.ts';
import { stackedRows, stackedSpec } from './stacked.ts';

/** Who spends the CPU time of one request. */
export const cpuByRole: Chart = {
  id: 'cpu-by-role',
  over: 'point',
  title: ({ unit }) => `CPU time per request by role, ${durationUnit(unit)}`,
  says: () => 'Each bar is all processor time that one request costs, on every core, split by who spends it; polling is time burnt while waiting. A bar with ▸ is drawn shorter than it is.',
  rows: (entries, { unit }) => stackedRows(entries, ROLES, (entry) => entry.roles, durationUnit(unit), true),
  spec: ({ unit }) => stackedSpec(ROLES, ROLE_COLOURS, { title: `${durationUnit(unit)} per request` }, true),
  table: (entries) => ({
    columns: ['system', ...ROLES],
    rows: entries.map((entry) => [entry.system, ...entry.roles]),
  }),
};
