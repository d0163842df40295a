import { readFileSync } from 'node:fs';
import type { Client } from '../report/page.ts';
import { packageFile } from './package-files.ts';

/** What the report runs in the browser, as built. */
export function loadClient(): Client {
  return { script: readBuilt('report-client.js'), style: readBuilt('report-style.css'), simulator: readBuilt('report-simulator.js') };
}

/** The script of a page that explains a request. */
export const loadExplainedScript = (): string => readBuilt('explained-client.js');

function readBuilt(name: string): string {
  try {
    return readFileSync(packageFile(`dist/${name}`), 'utf8').trimEnd();
  } catch {
    throw new Error(`not built: dist/${name} (run npm run prepare)`);
  }
}
