import type { Measurement, MeasurementSources, Subject } from '../experiment/measurement.ts';
import { valueIn, type Observation } from '../experiment/observables.ts';
import { observe, specOf } from '../experiment/observe.ts';
import type { Profile } from '../experiment/spec.ts';

/** What one profile predicts for some measurements. */
export interface Predictions {
  readonly values: readonly number[];
  /** For each measurement, the costs that were charged in what it is of, with their shares of its time. */
  readonly charged: readonly Observation['charged'][];
}

/** Predicts measurements at the prices of one profile, whichever they name; the indexes that are asked for, the others are NaN. */
export function predictions(measurements: readonly Measurement[], profile: Profile, { fio }: MeasurementSources, asked: (index: number) => boolean = () => true): Predictions {
  const seen = new Map<string, Observation>();
  const look = (id: string, subject: Subject): Observation => {
    const spec = specOf(id, subject, { profile: () => profile, fio });
    const key = JSON.stringify([spec.system, spec.device, spec.workload, spec.params, spec.requests, spec.seed]);
    const found = seen.get(key) ?? observe(spec);
    seen.set(key, found);
    return found;
  };
  const each = measurements.map((measurement, i) => {
    if (!asked(i)) return { value: NaN, charged: new Map<string, number>() };
    const { id, against, unit, metric } = measurement;
    const first = look(id, measurement);
    if (against === undefined) return { value: valueIn(metric, unit, first, profile), charged: first.charged };
    const second = look(id, against);
    const charged = new Map([...first.charged, ...second.charged]);
    if (against.as === 'ratio') return { value: valueIn(metric, null, first, profile) / valueIn(against.metric, null, second, profile), charged };
    return { value: valueIn(metric, unit, first, profile) - valueIn(against.metric, unit, second, profile), charged };
  });
  return { values: each.map(({ value }) => value), charged: each.map(({ charged }) => charged) };
}
