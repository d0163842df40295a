import type { Profile } from '../experiment/spec.ts';
import type { Suite } from '../experiment/suite.ts';
import { readProfile as profileOf } from './profile-file.ts';
import { readSuite as suiteOf } from './suite-file.ts';

/** Reads a cost profile of lab/profiles or of one's own; `base` gives the profile that its `extends` names. Every fault is named with its line and column. */
export const readProfile: (text: string, file: string, base: (name: string) => Profile) => Profile = profileOf;

/** Reads a suite file in the same way. */
export const readSuite: (text: string, file: string) => Suite = suiteOf;
