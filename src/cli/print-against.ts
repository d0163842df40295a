import { basename } from 'node:path';
import { compare } from '../experiment/against/comparison.ts';
import { fit } from '../experiment/against/settings.ts';
import { parseAssignment } from '../experiment/parameters.ts';
import { unknown } from '../experiment/quoted.ts';
import { readKernelTrace } from '../formats/kernel-trace.ts';
import { againstWriters } from '../report/against/index.ts';
import type { ExplainOptions } from './explain.ts';
import { loadQuestion } from './load-question.ts';
import { write } from './print-explanation.ts';
import { lengthOf } from './read-bytes.ts';
import { readAnyText } from './read-file.ts';

/** A trace of some thousand requests is a hundredth of it. */
const MOST_BYTES = 200_000_000;

const formats = ['text', 'markdown', 'json'] as const;

/** Explains a real trace by a system, on the terminal or into a file. */
export function printAgainst(system: string | undefined, path: string, options: ExplainOptions): void {
  const format = formats.find((word) => word === options.format);
  if (format === undefined) throw new Error(`--format: ${unknown('format of --against', options.format, formats)}`);
  const asked = loadQuestion(system, options);
  const bytes = lengthOf(path);
  if (bytes > MOST_BYTES) throw new Error(`${path}: ${Math.round(bytes / 1e6)} MB (at most ${MOST_BYTES / 1e6}; its first 100,000 lines say as much)`);
  const trace = readKernelTrace(readAnyText(path), path);
  const set = new Set((options.set ?? []).map((text) => parseAssignment(text)[0]));
  const isAsked = (key: string): boolean => options.suite !== undefined || set.has(key) || (options.policy !== undefined && key.startsWith('policy.'));
  const fitted = fit(asked, trace.events, isAsked);
  write(againstWriters[format]({ file: basename(path), trace, fitted, comparison: compare(trace, fitted.request, fitted.alignment) }), options.out);
}
