import type { Accuracy } from '../experiment/accuracy.ts';
import type { Row } from '../experiment/validation.ts';
import { readable } from '../report/numbers.ts';
import type { Validation } from './print-validation.ts';
import { tableText, type Column, type Screen } from './table.ts';

/** Every measurement with its prediction, then how well each group was met: for a screen and for a pipe. */
export function validationTable({ rows, groups, draws }: Validation, screen: Screen): string {
  const remarks = [...new Set(rows.flatMap(({ remark }) => remark ?? []))];
  return [
    tableText(rows, screen.boxes ? screenColumns : pipeColumns, screen),
    '\n', tableText(groups, groupColumns, screen),
    ...(screen.boxes ? [
      `\nband: 95 %, from ${draws} profiles drawn around the prices. null: the copy of the nearest known number.\n`,
      'fit: prices were solved from it; validation: they were not. Errors in percent of what was measured.\n',
      ...remarks.map((remark) => `${remark}\n`),
    ] : []),
  ].join('');
}

const columns = {
  id: { head: 'id', key: true, of: ({ id }) => id },
  system: { head: 'system', of: ({ system }) => system },
  metric: { head: 'metric', of: ({ metric }) => metric },
  error: { head: 'error %', right: true, of: ({ error_pct, right }) => (right === true ? 'right' : right === false ? 'wrong' : signed(error_pct)) },
  guess: { head: 'null %', right: true, of: ({ null_error_pct, null_right, null_value }) => (null_right === true ? 'right' : null_right === false ? 'wrong' : null_value === null ? '' : signed(null_error_pct)) },
  evidence: { head: 'evidence', of: ({ evidence }) => evidence },
  use: { head: 'use', of: ({ use }) => use },
} as const satisfies Readonly<Record<string, Column<Row>>>;

/** Digits alone: thousands are apart only where a person reads. */
const figure = (value: number | null, apart = ''): string => (value === null ? '' : readable(value).replaceAll('\u202f', apart).replace('−', '-'));
const measuredOf = ({ measured, above, below }: Row, apart = ''): string => (measured === null ? range(above, below) : figure(measured, apart));

const pipeColumns: readonly Column<Row>[] = [
  columns.id, columns.system, columns.metric,
  { head: 'predicted', right: true, of: ({ predicted }) => figure(predicted) },
  { head: 'low', right: true, of: ({ low }) => figure(low) },
  { head: 'high', right: true, of: ({ high }) => figure(high) },
  { head: 'measured', right: true, of: (row) => measuredOf(row) },
  { head: 'unit', of: ({ unit }) => unit.replace(' ', '_') },
  columns.error, columns.guess, columns.evidence, columns.use,
];

/** What matters most first: what does not fit stands in a second table. */
const screenColumns: readonly Column<Row>[] = [
  columns.id,
  { head: 'predicted', right: true, of: ({ predicted }) => figure(predicted, ',') },
  { head: 'band', right: true, of: ({ low, high }) => (low === high ? '' : `${figure(low, ',')}..${figure(high, ',')}`) },
  { head: 'measured', right: true, of: (row) => measuredOf(row, ',') },
  { head: 'unit', of: ({ unit }) => unit },
  columns.error, columns.guess, columns.use, columns.system, columns.metric, columns.evidence,
];

const range = (above: number | null, below: number | null): string => (above === null ? `<${below}` : below === null ? `>${above}` : `${above}..${below}`);

/** `+4.8`; where 0 was measured and something else predicted there is no percentage. */
const signed = (pct: number | null): string => (pct === null ? 'not 0' : `${pct > 0 ? '+' : ''}${pct.toFixed(Math.abs(pct) < 9.95 ? 1 : 0)}`);

const percent = (pct: number | null): string => (pct === null ? '' : pct.toFixed(1));

const groupColumns: readonly Column<Accuracy>[] = [
  { head: 'group', key: true, of: ({ group }) => group },
  { head: 'use', key: true, of: ({ use }) => use },
  { head: 'numbers', right: true, of: ({ numbers }) => String(numbers) },
  { head: 'median %', right: true, of: ({ median_error_pct }) => percent(median_error_pct) },
  { head: 'worst %', right: true, of: ({ worst_error_pct }) => percent(worst_error_pct) },
  { head: 'worst', of: ({ worst_id }) => worst_id ?? '' },
  { head: 'in band', right: true, of: ({ in_band, bands }) => (bands === 0 ? '' : `${in_band} of ${bands}`) },
  { head: 'null median %', right: true, of: ({ null_median_error_pct }) => percent(null_median_error_pct) },
  { head: 'beats null', right: true, of: ({ beaten, null_numbers }) => (null_numbers === 0 ? '' : `${beaten} of ${null_numbers}`) },
  { head: 'ranges right', right: true, of: ({ right, ranges }) => (ranges === 0 ? '' : `${right} of ${ranges}`) },
];
