import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Results } from '../../src/experiment/results.ts';
import type { Client } from '../../src/report/page.ts';
import { reportHtml } from '../../src/report/report.ts';

let bundled: ReturnType<typeof bundle> | null = null;

/** Script, style and simulator of the report, bundled as the build does; once for all tests. */
export function client(): ReturnType<typeof bundle> {
  return (bundled ??= bundle());
}

async function bundle(): Promise<Required<Client>> {
  const entry = (name: string) => fileURLToPath(new URL(`../../src/report/client/${name}`, import.meta.url));
  const shared = { bundle: true, minify: true, write: false, platform: 'browser', target: 'es2022', logLevel: 'silent' } as const;
  const [script, style, simulator] = await Promise.all([
    build({ ...shared, entryPoints: [entry('main.ts')], format: 'iife' }),
    build({ ...shared, entryPoints: [entry('style.css')] }),
    build({ ...shared, entryPoints: [entry('whatif/worker.ts')], format: 'iife' }),
  ]);
  return { script: script.outputFiles[0]?.text ?? '', style: style.outputFiles[0]?.text ?? '', simulator: simulator.outputFiles[0]?.text ?? '' };
}

/** Writes a report into a folder of its own and says where. */
export async function written(results: Results): Promise<{ readonly url: string; readonly bytes: number; readonly html: string }> {
  const html = await reportHtml(results, await client());
  const path = join(mkdtempSync(join(tmpdir(), 'vhost-lab-report-')), 'report.html');
  writeFileSync(path, html);
  return { url: pathToFileURL(path).href, bytes: Buffer.byteLength(html), html };
}
