import { accuracies, type Accuracy } from '../experiment/accuracy.ts';
import { validate } from '../experiment/validation.ts';
import { loadMeasurements } from './load-measurements.ts';

/** How well the lab predicts what was measured at the prices of one of its profiles; nothing where nothing was. */
export function profileAccuracy(name: string): readonly Accuracy[] {
  const sets = loadMeasurements([]);
  const known = sets.flatMap(({ measurements }) => measurements);
  const rows = sets.flatMap(({ measurements, profile, fio }) =>
    validate(measurements.filter((measurement) => measurement.profile === name), known, { profile, fio }, { draws: 0, seed: 1 }));
  return accuracies(rows, 'profile');
}
