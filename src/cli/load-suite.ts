import type { FioJob, Profile } from '../experiment/spec.ts';
import { parseAssignment } from '../experiment/parameters.ts';
import { quoted } from '../experiment/quoted.ts';
import { suiteNumbers } from '../experiment/suite-problems.ts';
import { withChange, withOverrides, type Suite } from '../experiment/suite.ts';
import { readFioJobs } from '../formats/fio-job.ts';
import { readOverrides } from '../formats/overrides-file.ts';
import { readSuite } from '../formats/suite-file.ts';
import { readNamed, readNamedIn, type LabFile } from './lab-files.ts';
import { loadProfile } from './load-profile.ts';
import { readText } from './read-file.ts';
import type { MeasureOptions } from './run.ts';

/** A suite with everything that it names, and what was read without having an effect. */
export interface LoadedSuite {
  readonly suite: Suite;
  readonly profile: Profile;
  readonly fio: (name: string) => readonly FioJob[];
  readonly remarks: () => readonly string[];
}

/** Reads a suite and puts the options of a command line over it: the files of `--set-file` first, then each `--set`. */
export function loadSuite(nameOrPath: string, options: MeasureOptions): LoadedSuite {
  const source = readNamed('suites', nameOrPath);
  const suite = overridden(readSuite(source.text, source.file), options);
  const profile = loadProfile(options.profile === undefined ? namedBy(source, () => readNamedIn('profiles', suite.profile, source)) : readNamed('profiles', options.profile));
  const remarks = new Map<string, readonly string[]>();
  return {
    suite: { ...suite, profile: profile.name },
    profile,
    fio: (name) => {
      const from = namedBy(source, () => readNamedIn('workloads', name, source));
      const { jobs, withoutEffect } = readFioJobs(from.text, from.file);
      // What the lab's own files mean is written beside them; of a user's file every word counts.
      remarks.set(from.file, name.startsWith('./') || withoutEffect.length === 0 ? withoutEffect : [`${from.file}: ${withoutEffect.length} options have no effect here`]);
      return jobs;
    },
    remarks: () => [...remarks.values()].flat(),
  };
}

function overridden(suite: Suite, { set = [], setFile = [], seed, requests }: MeasureOptions): Suite {
  const fromFile = setFile.reduce((changed, file) => withChange(changed, readOverrides(readText(file), file), file), suite);
  const fromLine = set.length === 0 ? fromFile : withOverrides(fromFile, Object.fromEntries(set.map(parseAssignment)));
  return {
    ...fromLine,
    ...(seed !== undefined && { seed: wholeNumber('--seed', seed, suiteNumbers.seed) }),
    ...(requests !== undefined && { requests: wholeNumber('--requests', requests, suiteNumbers.requests) }),
  };
}

function wholeNumber(option: string, text: string, [least, most]: readonly [number, number]): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) throw new Error(`${option}: ${quoted(text)} (must be a whole number from ${least} to ${most})`);
  return value;
}

/** Puts the file in front of what is wrong with a name that it gives. */
function namedBy<T>(source: LabFile, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${source.file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
