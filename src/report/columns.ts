/** One field of many records: a list, or its one value where all are the same. */
export type Column = { readonly each: readonly unknown[] } | { readonly all: unknown };

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
  return Array.from({ length }, (_, i) => Object.fromEntries(columns.map(([field, column]) => [field, 'all' in column ? column.all : column.each[i]])));
}

function columnOf(values: readonly unknown[]): Column {
  const [first] = values;
  const text = JSON.stringify(first);
  return values.every((value) => JSON.stringify(value) === text) ? { all: first } : { each: values };
}
