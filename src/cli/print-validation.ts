import { basename, dirname } from 'node:path';
import { accuracies, type Accuracy } from '../experiment/accuracy.ts';
import { quoted } from '../experiment/quoted.ts';
import { misses, validate, type Row } from '../experiment/validation.ts';
import { loadMeasurements } from './load-measurements.ts';
import { makeProgress } from './progress.ts';
import { prepareFolder, saveAll } from './save.ts';
import { screenOf, type Screen } from './table.ts';
import type { ValidateOptions } from './validate.ts';

/** What a validation found, as every format shows it. */
export interface Validation {
  readonly rows: readonly Row[];
  readonly groups: readonly Accuracy[];
  readonly draws: number;
}

type Shown = (validation: Validation, screen: Screen) => string | Promise<string>;

const shown: Readonly<Record<ValidateOptions['format'], () => Promise<Shown>>> = {
  table: async () => (await import('./validation-table.ts')).validationTable,
  json: async () => ({ rows, groups, draws }) => `${JSON.stringify({ draws, groups, rows }, null, 1)}\n`,
  markdown: async () => (await import('../report/accuracy-markdown.ts')).accuracyMarkdown,
  html: async () => (await import('../report/accuracy-page.ts')).accuracyPage,
};

/** Predicts what was measured and prints both; the exit code says whether an error is too large. */
export async function printValidation(files: readonly string[], { format, maxError, draws: asked, out }: ValidateOptions): Promise<void> {
  const mostPct = maxError === undefined ? Infinity : number('--max-error', maxError, 1e9);
  const draws = number('--draws', asked, 10_000);
  if (!Number.isInteger(draws)) throw new Error(`--draws: ${quoted(asked)} (must be a whole number)`);
  const sets = loadMeasurements(files);
  const known = (files.length === 0 ? sets : [...sets, ...loadMeasurements([])]).flatMap(({ measurements }) => measurements);
  if (out !== undefined) prepareFolder(dirname(out), [basename(out)]);

  const total = sets.reduce((sum, { measurements }) => sum + measurements.length, 0);
  const progress = makeProgress(total, process.stderr, 'measurements');
  const rows: Row[] = [];
  try {
    for (const { file, measurements, profile, fio } of sets) {
      const before = rows.length;
      try {
        rows.push(...validate(measurements, known, { profile, fio }, { draws, seed: 1, progress: (done) => progress.done(before + done) }));
      } catch (error) {
        throw error instanceof Error && error.constructor === Error ? new Error(`${file}: ${error.message}`, { cause: error }) : error;
      }
    }
  } finally {
    progress.stop();
  }
  const show = await shown[format]();
  const text = await show({ rows, groups: accuracies(rows), draws }, out === undefined ? screenOf(process.stdout) : plain);
  if (out === undefined) process.stdout.write(text);
  else saveAll(dirname(out), { [basename(out)]: text });
  if (maxError !== undefined) report(rows, mostPct);
}

const plain: Screen = { width: Infinity, boxes: false, colour: false };

function report(rows: readonly Row[], mostPct: number): void {
  const missed = rows.filter((row) => misses(row, mostPct));
  if (missed.length === 0) return;
  process.stderr.write(`${missed.length} of ${rows.length} miss by more than ${mostPct} %: ${missed.slice(0, 5).map(({ id }) => id).join(', ')}${missed.length > 5 ? ` and ${missed.length - 5} more` : ''}\n`);
  process.exitCode = 1;
}

function number(option: string, text: string, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= most)) throw new Error(`${option}: ${quoted(text)} (must be a number from 0 to ${most})`);
  return value;
}
