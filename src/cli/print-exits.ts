import { exitTimes } from '../experiment/exit-times.ts';
import { quoted } from '../experiment/quoted.ts';
import { exitTable } from '../report/exit-table.ts';
import type { ExitsOptions } from './exits.ts';
import { loadQuestion } from './load-question.ts';

const MOST_REQUESTS = 1_000_000;

/** Prints a table for each system; all are put together before the first one runs. */
export function printExits(systems: readonly string[], options: ExitsOptions): void {
  const requests = Number(options.requests);
  if (!/^\d+$/.test(options.requests) || requests < 1 || requests > MOST_REQUESTS) throw new Error(`--requests: ${quoted(options.requests)} (must be a whole number from 1 to ${MOST_REQUESTS})`);
  const specs = (systems.length === 0 ? [undefined] : systems).map((system) => ({ ...loadQuestion(system, options), requests }));
  for (const spec of specs) {
    const counts = spec.profile.instructions_per_ns === undefined ? '' : '; us are thousands of instructions';
    process.stdout.write(`# ${spec.system}: ${requests} requests of ${spec.device}, profile ${spec.profile.name}, ${options.suite === undefined ? `policy ${options.policy ?? 'no-polling'}` : `suite ${options.suite}`}${counts}\n`);
    const exits = exitTimes(spec);
    process.stdout.write(exits.length === 0 ? 'No guest exits.\n\n' : `${exitTable(exits)}\n`);
  }
}
