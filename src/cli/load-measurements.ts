import type { FioJob, Profile } from '../experiment/spec.ts';
import type { MeasurementSet, MeasurementSources } from '../experiment/measurement.ts';
import { readFioJobs } from '../formats/fio-job.ts';
import { readMeasurements } from '../formats/measurements-file.ts';
import { labNames, readNamed, readNamedIn, type LabFile } from './lab-files.ts';
import { loadProfile } from './load-profile.ts';

/** A file of measurements with everything that it names. */
export interface LoadedMeasurements extends MeasurementSet, MeasurementSources {
  readonly file: string;
}

/** Files by name or path; all of the lab where none is named. */
export const loadMeasurements = (files: readonly string[]): readonly LoadedMeasurements[] =>
  (files.length > 0 ? files : labNames('measurements')).map((nameOrPath) => withSources(readNamed('measurements', nameOrPath)));

/** Measurements with what they name, which lies beside or below their file. */
export function withSources(from: LabFile): LoadedMeasurements {
  const profiles = new Map<string, Profile>();
  const jobs = new Map<string, readonly FioJob[]>();
  return {
    ...readMeasurements(from.text, from.file),
    file: from.file,
    profile: remembered(profiles, (name) => loadProfile(readNamedIn('profiles', name, from))),
    fio: remembered(jobs, (name) => {
      const file = readNamedIn('workloads', name, from);
      return readFioJobs(file.text, file.file).jobs;
    }),
  };
}

function remembered<T>(known: Map<string, T>, read: (name: string) => T): (name: string) => T {
  return (name) => {
    const found = known.get(name) ?? read(name);
    known.set(name, found);
    return found;
  };
}
