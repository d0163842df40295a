import { attribute } from '../experiment/attribution.ts';
import { quoted, unknown } from '../experiment/quoted.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import { contrast } from '../experiment/waterfall.ts';
import { contrastWriters } from '../report/contrast/index.ts';
import { contrastFormats, type DiffOptions } from './diff.ts';
import { loadTrial } from './load-question.ts';
import { write } from './print-explanation.ts';

/** More than this is no longer kept in memory step by step. */
const MOST_REQUESTS = 100_000;

/** Compares two systems on the terminal or into a file. */
export async function printContrast(system: string | undefined, other: string | undefined, options: DiffOptions): Promise<void> {
  const format = contrastFormats.find((word) => word === options.format);
  if (format === undefined) throw new Error(`--format: ${unknown('format', options.format, contrastFormats)}`);
  const requests = Number(options.requests);
  if (!/^\d+$/.test(options.requests) || requests < 1 || requests > MOST_REQUESTS) throw new Error(`--requests: ${quoted(options.requests)} (must be a whole number from 1 to ${MOST_REQUESTS})`);
  if (system !== undefined && other === undefined) throw new Error(`${system} and which other? (give two systems, e.g. vhost-lab diff ${system} static-partition/user-thread)`);
  const [one, two] = [system, other].map((name): TrialSpec => ({ ...loadTrial(name, options), requests }));
  const unit = one.profile.instructions_per_ns === undefined ? 'time' : 'instructions';
  write(await contrastWriters[format](contrast(attribute(one), attribute(two)), unit, askedOf(one, options)), options.out);
}

function askedOf({ device, workload, profile }: TrialSpec, { suite, op, bytes, policy = 'no-polling', set = [] }: DiffOptions): string {
  const what = suite === undefined ? `${device}${op === undefined ? '' : ` ${op}`}${bytes === undefined ? '' : ` of ${bytes} bytes`}` : `${device} with ${workload} as in ${suite}`;
  return [what, `profile ${profile.name}`, ...(suite === undefined ? [`policy ${policy}`] : []), ...set].join(', ');
}
