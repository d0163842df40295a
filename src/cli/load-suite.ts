import type { FioJob, Profile } from '../experiment/spec.ts';
import { parseAssignment } from '../experiment/parameters.ts';
import { withOverrides, type Suite } from '../experiment/suite.ts';
import { readFioJobs } from '../formats/fio-job.ts';
import { readOverrides } from '../formats/overrides-file.ts';
import { readSuite } from '../formats/suite-file.ts';
import { readNamed, readNamedIn, type LabFile } from './lab-files.ts';
import { loadProfile } from './load-profile.ts';
import { readText } from './read-file.ts';
import type { RunOptions } from './run.ts';

/** A suite with everything that it names, and what was read without having an effect. */
export interface LoadedSuite {
  readonly suite: Suite;
  readonly profile: Profile;
  readonly fio: (name: string) => readonly FioJob[];
  readonly remarks: () => readonly string[];
}

/** Reads a suite and puts the options of a command line over it: the file of `--set-file` first, then each `--set`. */
export function loadSuite(nameOrPath: string, options: RunOptions): LoadedSuite {
  const source = readNamed('suites', nameOrPath);
  const suite = overridden(readSuite(source.text, source.file), options);
  const profile = loadProfile(options.profile === undefined ? namedBy(source, () => readNamedIn('profiles', suite.profile, source)) : readNamed('profiles', options.profile));
  const remarks = new Set<string>();
  return {
    suite: { ...suite, profile: profile.name },
    profile,
    fio: (name) => {
      const from = namedBy(source, () => readNamedIn('workloads', name, source));
      const { jobs, withoutEffect } = readFioJobs(from.text, from.file);
      for (const remark of withoutEffect) remarks.add(remark);
      return jobs;
    },
    remarks: () => [...remarks],
  };
}

function overridden(suite: Suite, { set = [], setFile, seed, requests }: RunOptions): Suite {
  const fromFile = setFile === undefined ? suite : withOverrides(suite, readOverrides(readText(setFile), setFile), setFile);
  const fromLine = set.length === 0 ? fromFile : withOverrides(fromFile, Object.fromEntries(set.map(parseAssignment)));
  return { ...fromLine, ...(seed !== undefined && { seed }), ...(requests !== undefined && { requests }) };
}

/** Puts the file in front of what is wrong with a name that it gives. */
function namedBy<T>(source: LabFile, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${source.file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
