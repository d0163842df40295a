import type { Profile } from '../experiment/spec.ts';
import { readProfile } from '../formats/profile-file.ts';
import { readNamedIn, type LabFile } from './lab-files.ts';

/** A profile from its file, with all that it extends. */
export const loadProfile = (from: LabFile): Profile => readProfile(from.text, from.file, (name) => loadProfile(readNamedIn('profiles', name, from)));
