import { z } from 'zod';
import { at, type Document, type Place, type Problem } from './document.ts';

/** One setting of a file: its flat key (`ring.event_idx`), its value and where it stands. */
export interface KeyedValue<Value> {
  readonly key: string;
  readonly value: Value;
  readonly place: Place;
}

/** A value of a setting, and a list of values to try. */
export const scalar = z.union([z.number(), z.boolean(), z.string().max(200)], { error: 'must be a number, true, false or a text' });
export const axis = z.array(scalar, { error: 'must be a list of values to try' }).min(1).max(100_000);

/** A mapping of keys as for `--set`, flat (`ring.event_idx: false`) or nested by one level (`ring: { event_idx: false }`). */
export const keyed = <Leaf extends z.ZodType>(leaf: Leaf, error: string) => z.record(z.string(), settingOrGroup(leaf, error));

/** What stands at a key of such a mapping. */
export const settingOrGroup = <Leaf extends z.ZodType>(leaf: Leaf, error: string) => z.union([leaf, z.record(z.string(), leaf)], { error });

/** More settings than there are parameters and costs. */
const mostKeys = 1000;

/** The settings of such a mapping in the order of the file. */
export function keyedValues<Value extends string | number | boolean | readonly unknown[]>(
  mapping: Readonly<Record<string, Value | Readonly<Record<string, Value>>>>,
  place: Place,
): readonly KeyedValue<Value>[] {
  return Object.entries(mapping).flatMap(([key, value]) =>
    isMapping(value)
      ? Object.entries(value).map(([name, inner]) => ({ key: `${key}.${name}`, value: inner, place: [...place, key, name] }))
      : [{ key, value: value as Value, place: [...place, key] }],
  );
}

/** Settings written twice, once flat and once nested; and far too many. */
export function keyProblems(values: readonly KeyedValue<unknown>[]): readonly Problem[] {
  if (values.length > mostKeys) return [{ place: values[0].place.slice(0, 1), says: `${values.length} settings (at most ${mostKeys})` }];
  const seen = new Set<string>();
  return values.flatMap(({ key, place }) => {
    if (seen.has(key)) return [{ place, of: 'key' as const, says: `duplicate key: ${key}` }];
    seen.add(key);
    return [];
  });
}

/** The settings as an object. */
export const byKey = <Value>(values: readonly KeyedValue<Value>[]): Readonly<Record<string, Value>> =>
  Object.fromEntries(values.slice(0, mostKeys).map(({ key, value }) => [key, value] as const));

/** `file:line:column` of each setting, by its key. */
export const whereabouts = (values: readonly KeyedValue<unknown>[], document: Document): Readonly<Record<string, string>> =>
  Object.fromEntries(values.map(({ key, place }) => [key, at(document.file, document.position(place))]));

const isMapping = (value: unknown): value is Readonly<Record<string, never>> => typeof value === 'object' && value !== null && !Array.isArray(value);
