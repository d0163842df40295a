import { basename, dirname } from 'node:path';
import { quoted } from '../experiment/quoted.ts';
import { fioJson } from '../formats/fio-json.ts';
import { storeAt, type OpenStore } from '../store/open.ts';
import { answerOf } from '../store/question.ts';
import { parquetOf } from '../store/parquet.ts';
import { runNumber, storedResults } from '../store/stored-run.ts';
import type { ExportOptions } from './export.ts';
import { resultsJson } from './results-json.ts';
import { rowsText } from './rows-text.ts';
import { prepareFolder, saveAll } from './save.ts';

type Written = string | Uint8Array | Iterable<string>;

const forms: Readonly<Record<ExportOptions['format'], (store: OpenStore, run: number) => Promise<Written>>> = {
  csv: async (store, run) => rowsText(await answerOf(store, trialsOf(run)), 'csv'),
  parquet: async (store, run) => parquetOf(store, trialsOf(run)),
  json: async (store, run) => resultsJson(await storedResults(store, run)),
  'fio-json': async (store, run) => fioJson(await storedResults(store, run)),
};

/** Trials in the order of the suite; what is a list by itself is in the other formats. */
const trialsOf = (run: number): string => `
  SELECT trials.* EXCLUDE (spec, histogram, result) FROM sweeps JOIN trials USING (trial)
  WHERE sweep = (SELECT sweep FROM runs WHERE run = ${run}) ORDER BY ordinal`;

/** Writes a run, whole or not at all. */
export async function writeExport({ store: file, format, run, out }: ExportOptions): Promise<void> {
  if (run !== undefined && !/^\d{1,9}$/.test(run)) throw new Error(`--run: ${quoted(run)} (must be the number of a run: vhost-lab runs)`);
  if (out === undefined && format === 'parquet') throw new Error('--format parquet: it is no text for a terminal (name a file with --out)');
  if (out !== undefined) prepareFolder(dirname(out), [basename(out)]);
  const written = await storeAt(file, async (store) => forms[format](store, await runNumber(store, run === undefined ? null : Number(run))));
  if (out !== undefined) {
    const [path] = saveAll(dirname(out), { [basename(out)]: written });
    process.stderr.write(`written: ${path}\n`);
  } else for (const piece of typeof written === 'string' || written instanceof Uint8Array ? [written] : written) process.stdout.write(piece);
}
