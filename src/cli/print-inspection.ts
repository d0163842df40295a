import { dirname, basename } from 'node:path';
import { inspect } from '../virtio/inspect/inspect.ts';
import type { InspectOptions } from './inspect.ts';
import { loadDumps } from './load-dump.ts';
import { ringsJson } from './ring-json.ts';
import { ringText, summary } from './ring-text.ts';
import { prepareFolder, saveAll } from './save.ts';
import { screenOf } from './table.ts';

/** Decodes the queues, prints what they hold, draws them where that was asked for; the exit code says whether all is well. */
export async function printInspection(options: InspectOptions): Promise<void> {
  const inspections = loadDumps(options).map(inspect);
  const screen = screenOf(process.stdout);
  process.stdout.write(options.json === true ? ringsJson(inspections) : inspections.map((each) => `${ringText(each, screen, options.all === true)}\n`).join('') + summary(inspections, screen));
  if (inspections.some(({ violations }) => violations.length > 0)) process.exitCode = 1;
  if (options.html === undefined) return;
  const { ringPage } = await import('../report/ring-page.ts');
  const [folder, name] = [dirname(options.html), basename(options.html)];
  prepareFolder(folder, [name]);
  saveAll(folder, { [name]: await ringPage(inspections) });
  if (options.json !== true) process.stdout.write(`drawing: ${options.html}\n`);
}
