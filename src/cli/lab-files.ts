import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { unknown } from '../experiment/quoted.ts';
import { packageFile } from './package-files.ts';
import { readText } from './read-file.ts';

/** Kinds of files that come with the lab, and how their names end. */
const endings = { suites: '.yaml', profiles: '.yaml', workloads: '.fio', measurements: '.yaml', catalogue: '.yaml' } as const;
const singular: Readonly<Record<LabFolder, string>> = { suites: 'suite', profiles: 'profile', workloads: 'fio job file', measurements: 'file of measurements', catalogue: 'catalogue' };
export type LabFolder = keyof typeof endings;

/** A file that was read; `file` is its path as a user would write it. */
export interface LabFile {
  readonly file: string;
  readonly text: string;
}

/** Names of the files of a kind that come with the lab. */
export function labNames(kind: LabFolder): readonly string[] {
  return readdirSync(packageFile(`lab/${kind}`))
    .filter((name) => name.endsWith(endings[kind]))
    .map((name) => name.slice(0, -endings[kind].length))
    .sort();
}

/** A file of the lab by its name. */
export function readLabFile(kind: LabFolder, name: string): LabFile {
  const names = labNames(kind);
  if (!names.includes(name)) throw new Error(unknown(singular[kind], name, names));
  return readFileAt(packageFile(`lab/${kind}/${name}${endings[kind]}`));
}

/** What a command line names: a file of the lab, else a file of the user's. */
export function readNamed(kind: LabFolder, nameOrPath: string): LabFile {
  const isPath = basename(nameOrPath) !== nameOrPath || nameOrPath.endsWith(endings[kind]) || existsSync(nameOrPath);
  return isPath && !labNames(kind).includes(nameOrPath) ? readFileAt(nameOrPath) : readLabFile(kind, nameOrPath);
}

/** What a file names: a file of the lab, or `./path` beside or below itself. */
export function readNamedIn(kind: LabFolder, name: string, from: LabFile): LabFile {
  return name.startsWith('./') ? readFileAt(join(dirname(from.file), name)) : readLabFile(kind, name);
}

function readFileAt(path: string): LabFile {
  const fromHere = relative('.', resolve(path));
  const file = fromHere.startsWith('..') ? resolve(path) : fromHere;
  return { file, text: readText(file) };
}
