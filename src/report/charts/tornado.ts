import { ledgerSwings } from '../../experiment/tuning/swings.ts';
import type { TrialResult } from '../../experiment/results.ts';
import { readable } from '../numbers.ts';
import { durationUnit } from '../units.ts';
import type { Row, Table } from './chart.ts';
import { vegaOf } from './compile.ts';
import { picture } from './picture.ts';
import { swingRows, tornadoSpec } from './swing-bars.ts';
import { THEME } from './theme.ts';

/** Prices of one system: the rest moves little. */
const MOST = 6;

/** Which uncertain prices the CPU time of a request hangs on, for some systems one below the other: exact at fixed visit counts, from the ledger. */
export function tornadoPicture(trials: readonly TrialResult[], width: number): Promise<string> {
  const unit = durationUnit(trials[0]?.unit ?? 'time');
  const rows = trials.flatMap((trial): readonly Row[] => [
    { system: '', key: `${trial.system}:`, tip: '', value: 0 },
    ...ledgerSwings(trial).slice(0, MOST).flatMap((swing) => swingRows('', `${trial.system}|${swing.cost}`, swing, (value) => `${value > 0 ? '+' : ''}${readable(value)} ${unit}`)),
  ]);
  const spec = { $schema: 'https://vega.github.io/schema/vega-lite/v6.json', data: { name: 'table', values: [] }, config: THEME, ...tornadoSpec(`${unit} of CPU time per request`, ['var(--r-2)', 'var(--r-4)']) };
  return picture(vegaOf('tornado', spec), rows, width, 1);
}

/** The same numbers. */
export const tornadoTable = (trials: readonly TrialResult[]): Table => ({
  columns: ['system', 'cost', 'one sd lower', 'one sd higher'],
  rows: trials.flatMap((trial) => ledgerSwings(trial).slice(0, MOST).map(({ cost, down, up }) => [trial.system, cost, down, up])),
});
