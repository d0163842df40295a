/** One field of many records: a list, its one value where all are the same, or a number for each of a few words. */
export type Column = { readonly each: readonly unknown[] } | { readonly all: unknown } | { readonly words: readonly string[]; readonly at: readonly number[] };

/** Records of one shape as a column for each field: half the text of an array of objects. */
export interface Columns {
  readonly length: number;
  readonly fields: Readonly<Record<string, Column>>;
}

export function toColumns<T extends object>(records: readonly T[]): Columns {
  const columns = new Map<string, unknown[]>();
  for (const record of records) {
    for (const [field, value] of Object.entries(record)) {
      const column = columns.get(field);
      if (column) column.push(value);
      else columns.set(field, [value]);
    }
  }
  return { length: records.length, fields: Object.fromEntries([...columns].map(([field, values]) => [field, columnOf(values)])) };
}

/** The inverse of `toColumns`. */
export function fromColumns({ length, fields }: Columns): readonly Readonly<Record<string, unknown>>[] {
  const columns = Object.entries(fields);
  return Array.from({ length }, (_, i) => Object.fromEntries(columns.map(([field, column]) => [field, valueAt(column, i)])));
}

function valueAt(column: Column, i: number): unknown {
  if ('all' in column) return column.all;
  return 'each' in column ? column.each[i] : column.words[column.at[i] ?? -1];
}

function columnOf(values: readonly unknown[]): Column {
  const [first] = values;
  const text = JSON.stringify(first);
  if (values.every((value) => JSON.stringify(value) === text)) return { all: first };
  const words = values.filter((value) => typeof value === 'string');
  if (words.length < values.length) return { each: values };
  const known = new Map([...new Set(words)].map((word, at) => [word, at]));
  return { words: [...known.keys()], at: words.map((word) => known.get(word) ?? 0) };
}
