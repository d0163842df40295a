import type { Evaluation } from './search.ts';
import { keyOf, placeOf } from './space.ts';
import type { Dimension } from './space.ts';
import { metricNamed } from './metric.ts';

/** Slices of a range. */
const SLICES = 5;

/** What share of a metric's variance lies between the values of one dimension, 0 to 1, among what a search has tried: it tried good places more often than others. */
export function importance(dimension: Dimension, metric: string, tried: readonly Evaluation[]): number {
  const { of } = metricNamed(metric);
  const slices = dimension.kind === 'choice' ? dimension.values.length : SLICES;
  const key = keyOf(dimension);
  const groups = Array.from({ length: slices }, (): number[] => []);
  for (const { point, metrics } of tried) {
    if (metrics === null) continue;
    const place = placeOf(dimension, point[key]);
    groups[dimension.kind === 'choice' ? Math.round(place * Math.max(0, slices - 1)) : Math.min(slices - 1, Math.floor(place * slices))].push(of(metrics));
  }
  const values = groups.flat();
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
  const between = groups.filter((group) => group.length > 0).reduce((sum, group) => {
    const off = group.reduce((total, value) => total + value, 0) / group.length - centre;
    return sum + group.length * off * off;
  }, 0);
  return squares === 0 ? 0 : between / squares;
}
