import { readFileSync } from 'node:fs';
import { packageFile } from './package-files.ts';

/** What the report runs in the browser, as built: the text of its script and of its style sheet. */
export function loadClient(): { readonly script: string; readonly style: string } {
  return { script: readBuilt('report-client.js'), style: readBuilt('report-style.css') };
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
