import type { FailedTrial, TrialResult } from '../experiment/results.ts';

/** Lines that a terminal has room for; the report has them all. */
const MOST_LINES = 5;

/** What the results leave out, below their table. */
export function tellRemarks(trials: readonly TrialResult[]): void {
  const all = [...new Set(trials.flatMap(({ remarks }) => remarks))];
  for (const remark of all.slice(0, MOST_LINES)) process.stderr.write(`note: ${remark}\n`);
  if (all.length > MOST_LINES) process.stderr.write(`note: ${all.length - MOST_LINES} more of these in the report\n`);
}

/** Trials without a result: the exit code says that there are some. */
export function tellFailures(failures: readonly FailedTrial[]): void {
  if (failures.length === 0) return;
  process.exitCode = 1;
  for (const { says, spec } of failures.slice(0, MOST_LINES)) process.stderr.write(`failed: ${spec.system} with ${spec.device} and ${spec.workload}: ${says}\n`);
  if (failures.length > MOST_LINES) process.stderr.write(`failed: ${failures.length - MOST_LINES} more, in the report\n`);
}
