import type { Accuracy } from '../experiment/accuracy.ts';
import type { Row } from '../experiment/validation.ts';
import { readable } from '../report/numbers.ts';
import type { Validation } from './print-validation.ts';
import { tableText, type Column, type Screen } from './table.ts';

/** Every measurement with its prediction, then how well each group was met: for a screen and for a pipe. */
export function validationTable({ rows, groups, draws }: Validation, screen: Screen): string {
  if (!screen.boxes) return tableText(rows, rowColumns(screen), screen);
  const remarks = [...new Set(rows.flatMap(({ remark }) => remark ?? []))];
  return [
    tableText(rows, rowColumns(screen), screen),
    '\n', tableText(groups, groupColumns, screen),
    `\nband: 95 %, from ${draws} profiles drawn around the prices. null: the copy of the nearest known number.\n`,
    'fit: prices were solved from it; validation: they were not. Errors in percent of what was measured.\n',
    ...remarks.map((remark) => `${remark}\n`),
  ].join('');
}

function rowColumns(screen: Screen): readonly Column<Row>[] {
  const figure = (value: number | null): string => (value === null ? '' : readable(value).replaceAll('\u202f', screen.boxes ? ',' : '').replace('−', '-'));
  return [
    { head: 'id', key: true, of: ({ id }) => id },
    { head: 'system', of: ({ system }) => system },
    { head: 'metric', of: ({ metric }) => metric },
    { head: 'predicted', right: true, of: ({ predicted }) => figure(predicted) },
    { head: 'low', right: true, of: ({ low }) => figure(low) },
    { head: 'high', right: true, of: ({ high }) => figure(high) },
    { head: 'measured', right: true, of: ({ measured, above, below }) => (measured === null ? range(above, below) : figure(measured)) },
    { head: 'unit', of: ({ unit }) => (screen.boxes ? unit : unit.replace(' ', '_')) },
    { head: 'error %', right: true, of: ({ error_pct, right }) => (right === true ? 'right' : right === false ? 'wrong' : signed(error_pct)) },
    { head: 'null %', right: true, of: ({ null_error_pct, null_right, null_value }) => (null_right === true ? 'right' : null_right === false ? 'wrong' : null_value === null ? '' : signed(null_error_pct)) },
    { head: 'evidence', of: ({ evidence }) => evidence },
    { head: 'use', of: ({ use }) => use },
  ];
}

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
