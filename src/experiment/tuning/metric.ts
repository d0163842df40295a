import { mapMetrics } from '../metrics.ts';
import { unknown } from '../quoted.ts';
import type { Metrics } from '../results.ts';

/** A number of a result by its place there, e.g. `latency_us.mean`, and which way it is better. */
export interface Metric {
  readonly name: string;
  readonly better: 'less' | 'more';
  readonly of: (metrics: Metrics) => number;
}

/** Numbers by their place, whatever they are nested in. */
type Places = Readonly<Record<string, number | Readonly<Record<string, number>>>>;

/** The places of all numbers of a result, in its order. */
export const metricNames: readonly string[] = [...byPlace(mapMetrics([], () => 0)).keys()];

/** The metric of a name; of all numbers only throughput is better when it is more. */
export function metricNamed(name: string): Metric {
  if (!metricNames.includes(name)) throw new Error(unknown('metric', name, metricNames));
  return { name, better: name === 'throughput_per_s' ? 'more' : 'less', of: (metrics) => numberAt(metrics, name) };
}

function numberAt(metrics: Metrics, name: string): number {
  const places: Places = { ...metrics };
  const [group, inner] = name.split('.');
  const found = places[group];
  return typeof found === 'number' ? found : found[inner];
}

function byPlace(places: Places): ReadonlyMap<string, number> {
  return new Map(Object.entries(places).flatMap(([group, inner]) =>
    typeof inner === 'number' ? [[group, inner] as const] : Object.entries(inner).map(([name, value]) => [`${group}.${name}`, value] as const)));
}
