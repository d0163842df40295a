import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reason } from './read-file.ts';

/** Makes a folder ready for files of these names, so that a run of an hour does not end in a refusal. */
export function prepareFolder(folder: string, names: readonly string[]): void {
  const probe = join(folder, `.vhost-lab-${process.pid}.tmp`);
  writing(folder, () => {
    makeFolder(folder);
    closeSync(openSync(probe, 'w'));
    rmSync(probe);
  });
  const inTheWay = names.map((name) => join(folder, name)).find((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory());
  if (inTheWay !== undefined) throw new Error(`cannot write ${inTheWay}: it is a folder (choose another place with --out)`);
}

/** mkdir -p. (Node's own never returns where the system refuses a new folder with ENOENT, as in /proc.) */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  mkdirSync(folder);
}

/**
 * Writes several files into a folder, all or none: each under a temporary name, renamed when the last is whole.
 * Nothing else can run in between, so an interrupted process leaves no half of it.
 */
export function saveAll(folder: string, files: Readonly<Record<string, string | Uint8Array | Iterable<string>>>): readonly string[] {
  const all = Object.entries(files).map(([name, text]) => ({ text, path: join(folder, name), temporary: join(folder, `.${name}.${process.pid}.tmp`) }));
  return writing(folder, () => {
    try {
      for (const { temporary, text } of all) writeText(temporary, text);
      for (const { temporary, path } of all) renameSync(temporary, path);
      return all.map(({ path }) => path);
    } finally {
      for (const { temporary } of all) rmSync(temporary, { force: true });
    }
  });
}

/** Characters that are written at one time of a text that comes in pieces. */
const AT_ONCE = 1 << 20;

function writeText(path: string, text: string | Uint8Array | Iterable<string>): void {
  if (typeof text === 'string' || text instanceof Uint8Array) return writeFileSync(path, text);
  const file = openSync(path, 'w');
  try {
    let waiting = '';
    for (const piece of text) {
      waiting += piece;
      if (waiting.length < AT_ONCE) continue;
      writeFileSync(file, waiting);
      waiting = '';
    }
    writeFileSync(file, waiting);
  } finally {
    closeSync(file);
  }
}

function writing<T>(folder: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw new Error(`cannot write to folder ${folder}: ${reason(error)} (choose another with --out)`);
  }
}
