import { workloadId } from './parameters.ts';
import { quoted } from './quoted.ts';
import type { Measurement } from './measurement.ts';

/** What somebody without a model would say, in the unit of the measurement, and where it comes from. */
export interface Guess {
  readonly value: number;
  readonly from: string;
}

/**
 * The copy of a known number: the one that a measurement names, else the nearest among those that prices were fitted to.
 * Of two systems it says that they do not differ. Null where nothing like it is known.
 */
export function nullModel(measurement: Measurement, known: readonly Measurement[]): Guess | null {
  if (measurement.against !== undefined) return measurement.against.as === 'ratio' ? { value: 1, from: 'no difference' } : { value: 0, from: 'no difference' };
  const { copies, scaledBy } = measurement;
  if (copies === undefined) {
    const near = nearestKnown(measurement, known);
    return near === undefined ? null : { value: near.value, from: near.id };
  }
  const value = knownValue(copies, known);
  if (scaledBy === undefined) return { value, from: copies };
  const [over, under] = scaledBy.map((id) => knownValue(id, known));
  return { value: (value * over) / under, from: `${copies} x ${scaledBy[0]} / ${scaledBy[1]}` };
}

function knownValue(named: string, known: readonly Measurement[]): number {
  const found = known.find((other) => other.id === named);
  if (found === undefined || !('value' in found.target)) throw new Error(`its null model copies ${quoted(named)}, which is no number of these files`);
  return found.target.value;
}

/** Fewest differences in what was run, on what, by whom; the first of equals. */
function nearestKnown(measurement: Measurement, known: readonly Measurement[]): { readonly id: string; readonly value: number } | undefined {
  let best: { readonly id: string; readonly value: number } | undefined;
  let least = Infinity;
  for (const other of known) {
    const { target, use, against, unit, metric } = other;
    if (use !== 'fit' || against !== undefined || !('value' in target) || other.id === measurement.id || unit !== measurement.unit || metric !== measurement.metric) continue;
    const differences = differencesOf(measurement, other);
    if (differences < least) [least, best] = [differences, { id: other.id, value: target.value }];
  }
  return best;
}

function differencesOf(a: Measurement, b: Measurement): number {
  const keys = new Set([...Object.keys(a.set), ...Object.keys(b.set)]);
  const settings = [...keys].filter((key) => a.set[key] !== b.set[key]).length;
  const sameWorkload = workloadId(a.workload) === workloadId(b.workload) && a.device === b.device;
  return settings + (sameWorkload ? 0 : 10) + (a.profile === b.profile ? 0 : 3) + (a.system === b.system ? 0 : 1);
}
