import { ask } from '../store/question.ts';
import type { RowOptions } from './query.ts';
import { rowsText } from './rows-text.ts';

const COLUMNS = `
  SELECT table_name AS "table", column_name AS "column", data_type AS type FROM information_schema.columns
  WHERE table_schema = 'main' ORDER BY table_name, ordinal_position`;

/** Prints what a statement answers; the tables and columns that there are where none is given. */
export async function printQuery(sql: string | undefined, { store, format }: RowOptions): Promise<void> {
  process.stdout.write(rowsText(await ask(store, sql ?? COLUMNS), format));
}
