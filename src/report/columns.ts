/** Records of one shape as one list for each field: half the text of an array of objects. */
export interface Columns {
  readonly [field: string]: readonly unknown[];
}

export function toColumns<T extends object>(records: readonly T[]): Columns {
  const fields = Object.keys(records[0] ?? {});
  return Object.fromEntries(fields.map((field) => [field, records.map((record) => Object.entries(record).find(([key]) => key === field)?.[1])]));
}

/** The inverse of `toColumns`. */
export function fromColumns(columns: Columns): readonly Readonly<Record<string, unknown>>[] {
  const fields = Object.keys(columns);
  const length = fields.length === 0 ? 0 : (columns[fields[0] ?? '']?.length ?? 0);
  return Array.from({ length }, (_, i) => Object.fromEntries(fields.map((field) => [field, columns[field]?.[i]])));
}
