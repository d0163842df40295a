import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of the package, whether this runs from dist/ or from src/. */
function findRoot(): URL {
  let folder = new URL('.', import.meta.url);
  while (!existsSync(new URL('package.json', folder))) folder = new URL('..', folder);
  return folder;
}

/** Path of a file that comes with the package, e.g. `packageFile('lab/suites/standard.yaml')`. */
export const packageFile = (path: string): string => fileURLToPath(new URL(path, findRoot()));
