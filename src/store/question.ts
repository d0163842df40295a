import { bare, refusal, storeAt, type OpenStore } from './open.ts';

/** What SQL answers: names of the columns, and rows of JSON values. */
export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** Answers one statement of SQL from whomever: nothing in the store can be changed by it, and no other file be read or written. */
export async function ask(file: string, sql: string): Promise<Answer> {
  return storeAt(file, async (store) => {
    await store.connection.run('SET enable_external_access = false; SET lock_configuration = true');
    return answerOf(store, sql);
  });
}

/** The same for statements of our own. */
export async function answerOf({ file, connection }: OpenStore, sql: string, values?: Readonly<Record<string, string | number>>): Promise<Answer> {
  try {
    const reader = await connection.runAndReadAll(sql, values === undefined ? undefined : { ...values });
    const types = reader.columnTypes().map((type) => type.alias ?? type.toString());
    return { columns: reader.deduplicatedColumnNames(), rows: reader.getRowsJson().map((row) => row.map((value, i) => plainValue(value, types[i]))) };
  } catch (error) {
    throw inOneLine(refusal(file, error));
  }
}

/** DuckDB's whole numbers of 64 bits come as text, and its JSON too. */
function plainValue(value: unknown, type: string): unknown {
  if (typeof value !== 'string') return value;
  if (type === 'JSON') return JSON.parse(value);
  if (!/^(U?BIGINT|U?HUGEINT|DECIMAL\(.*\))$/.test(type)) return value;
  return Number.isInteger(Number(value)) && !Number.isSafeInteger(Number(value)) ? value : Number(value);
}

/** What is wrong with a statement, without the drawing of it that DuckDB puts below. */
const inOneLine = (error: unknown): unknown => (error instanceof Error ? new Error(bare(error.message.split('\n\nLINE ')[0]).replace(/!?\s*\n\s*/g, ': ')) : error);
