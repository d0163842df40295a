import { escaped } from '../experiment/quoted.ts';
import { csv } from '../report/csv.ts';
import type { Answer } from '../store/question.ts';
import type { RowOptions } from './query.ts';
import { screenOf, tableText } from './table.ts';

/** Rows as a table, as CSV, or as a JSON list of objects. */
export function rowsText(answer: Answer, format: RowOptions['format']): string {
  return forms[format](answer);
}

const forms: Readonly<Record<RowOptions['format'], (answer: Answer) => string>> = {
  table({ columns, rows }) {
    const isNumber = columns.map((_, i) => rows.some((row) => typeof row[i] === 'number') && rows.every((row) => row[i] === null || typeof row[i] === 'number'));
    return tableText(rows, columns.map((head, i) => ({ head: escaped(head), right: isNumber[i], of: (row: readonly unknown[]) => escaped(textOf(row[i])) })), screenOf(process.stdout));
  },
  csv: ({ columns, rows }) => csv({ columns, rows: rows.map((row) => row.map((value) => (typeof value === 'number' || value === null ? value : textOf(value)))) }),
  json: ({ columns, rows }) => `[${rows.map((row) => `\n${JSON.stringify(Object.fromEntries(columns.map((name, i) => [name, row[i]])))}`).join(',')}\n]\n`,
};

function textOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
