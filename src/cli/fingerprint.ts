import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFile } from './package-files.ts';

/**
 * Tells whether files are still what this very lab wrote from the same trials: their sizes and times, and those of the lab and
 * its data. A build of sources that are run as they are cannot be told from another: null, they are always written anew.
 */
export function fingerprint(paths: readonly string[]): string | null {
  if (!builtFrom()) return null;
  const ours = [packageFile('dist'), packageFile('lab')].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort().map((name) => look(join(folder, name))));
  const theirs = paths.map(look);
  return theirs.includes(null) ? null : createHash('sha256').update([...ours, ...theirs].join('\n')).digest('hex');
}

function look(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? null : found.isFile() ? `${path} ${found.size} ${found.mtimeMs}` : path;
}

const builtFrom = (): boolean => {
  const folder = dirname(fileURLToPath(import.meta.url));
  return basename(folder) === 'dist' || basename(dirname(folder)) === 'dist';
};
