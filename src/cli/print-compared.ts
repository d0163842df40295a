import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { compared, type Side } from '../experiment/compare/comparison.ts';
import { gateOf } from '../experiment/compare/gate.ts';
import { quoted } from '../experiment/quoted.ts';
import { metricNamed } from '../experiment/tuning/metric.ts';
import { readResults } from '../formats/results-file.ts';
import type { Told } from '../report/compare/told.ts';
import { storeAt } from '../store/open.ts';
import { runNumber, storedResults } from '../store/stored-run.ts';
import { comparedText } from './compared-text.ts';
import { comparedMetrics, type CompareOptions } from './compare.ts';
import { write } from './print-explanation.ts';
import { readText } from './read-file.ts';
import { prepareFolder } from './save.ts';
import { screenOf } from './table.ts';

const forms: Readonly<Record<CompareOptions['format'], (told: Told) => Promise<string>>> = {
  table: async (told) => comparedText(told, screenOf(process.stdout)),
  json: async (told) => (await import('../report/compare/json.ts')).comparedJson(told),
  markdown: async (told) => (await import('../report/compare/markdown.ts')).comparedMarkdown(told),
  junit: async (told) => (await import('../report/compare/junit.ts')).comparedJUnit(told),
  html: async (told) => (await import('../report/compare/page.ts')).comparedPage(told),
};

/** Compares two runs; exit code 1 where the gate is not passed. */
export async function printCompared(base: string, now: string, { metric = comparedMetrics, failOn, format, out, store }: CompareOptions): Promise<void> {
  const metrics = [...new Set(metric)].map(metricNamed);
  const limit = failOn === undefined ? null : limitOf(failOn);
  if (out !== undefined) prepareFolder(dirname(out), [basename(out)]);
  const all = compared(await sideOf(base, store), await sideOf(now, store), metrics);
  if (all.matches.length === 0) throw new Error(`none of the ${all.base.results.trials.length} trials of ${all.base.name} is among the ${all.now.results.trials.length} of ${all.now.name} (trials are the same by system, device, workload and parameters)`);
  if (limit !== null && all.broken.length === 0 && all.metrics.every(({ changes }) => changes.every(({ change }) => change.significant === null))) throw new Error('--fail-on: no trial has two replications on both sides, so that nothing could ever fail (set replications in the suite)');
  const gate = limit === null ? null : gateOf(all, limit);
  write(await forms[format]({ compared: all, gate }), out);
  if (gate?.passes === false) process.exitCode = 1;
}

/** `5%` and `5` are 0.05. */
function limitOf(text: string): number {
  if (!/^\d{1,6}(\.\d{1,6})?\s*%?$/.test(text)) throw new Error(`--fail-on: ${quoted(text)} (must be a percentage, e.g. 5%)`);
  return Number(text.replace('%', '')) / 100;
}

async function sideOf(name: string, store: string): Promise<Side> {
  if (/^\d{1,9}$/.test(name)) return { name: `run ${name}`, results: await storeAt(store, async (open) => storedResults(open, await runNumber(open, Number(name)))) };
  if (existsSync(name) || name.endsWith('.json')) return { name, results: readResults(readText(name), name) };
  throw new Error(`${quoted(name)} is neither the number of a run (vhost-lab runs) nor a results file; a revision has to be run before it can be compared (git worktree add, npm ci, vhost-lab run SUITE --out FOLDER)`);
}
