import type { ParameterValue } from '../../machine/parameter.ts';
import { exp, ln } from '../../sim/math.ts';
import type { Axis } from './axis.ts';

/** One thing that a search may choose: a number within bounds, or one of a few values; `system` is one by that name. */
export type Dimension =
  | { readonly kind: 'range'; readonly axis: Axis }
  | { readonly kind: 'choice'; readonly key: string; readonly values: readonly ParameterValue[] };

/** A choice in every dimension, by key. */
export type Point = Readonly<Record<string, ParameterValue>>;

export const keyOf = (dimension: Dimension): string => (dimension.kind === 'range' ? dimension.axis.key : dimension.key);

/** The point at some coordinates from 0 to 1. */
export const pointAt = (dimensions: readonly Dimension[], coordinates: readonly number[]): Point => Object.fromEntries(dimensions.map((dimension, i) => [keyOf(dimension), valueAt(dimension, coordinates[i])]));

function valueAt(dimension: Dimension, coordinate: number): ParameterValue {
  if (dimension.kind === 'choice') return dimension.values[Math.min(dimension.values.length - 1, Math.floor(coordinate * dimension.values.length))];
  const { from, to, whole, spread } = dimension.axis;
  // Every whole number has as much room as any other, the ends too.
  if (whole && spread === 'even') return Math.min(to, Math.floor(from + coordinate * (to - from + 1)));
  const value = spread === 'even' ? from + coordinate * (to - from) : exp(ln(from) + coordinate * (ln(to) - ln(from)));
  return Math.min(to, Math.max(from, whole ? Math.round(value) : Number(value.toPrecision(6))));
}

/** Where a value stands in its dimension, 0 to 1, for a picture. */
export function placeOf(dimension: Dimension, value: ParameterValue): number {
  if (dimension.kind === 'choice') return dimension.values.length < 2 ? 0.5 : dimension.values.indexOf(value) / (dimension.values.length - 1);
  const { from, to, spread } = dimension.axis;
  return spread === 'even' ? (Number(value) - from) / (to - from) : (ln(Number(value)) - ln(from)) / (ln(to) - ln(from));
}
