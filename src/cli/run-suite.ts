import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { localEngine } from '../engines/local.ts';
import type { Outcome } from '../engines/outcome.ts';
import { resultOf } from '../formats/result-text.ts';
import type { FailedTrial, Results, SuiteSummary, TrialResult } from '../experiment/results.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import { expandSuite, gridSize, mostTrials } from '../experiment/suite.ts';
import { refuseImpossible } from '../experiment/trial.ts';
import { profileInWords } from '../report/accuracy-words.ts';
import { Store } from '../store/store.ts';
import { trialKey } from '../store/trial-key.ts';
import { engineOptions } from './engine-options.ts';
import { fingerprint } from './fingerprint.ts';
import { interruption } from './interruption.ts';
import { loadSuite } from './load-suite.ts';
import { modelVersion } from './model-version.ts';
import { profileAccuracy } from './profile-accuracy.ts';
import { commandOf } from './repeat-command.ts';
import { loadClient } from './report-client.ts';
import { resultsJson } from './results-json.ts';
import { resultsTable } from './results-table.ts';
import { drawsInWords, drawsOf, withUncertainty } from './run-drawn.ts';
import type { RunOptions } from './run.ts';
import { prepareFolder, saveAll } from './save.ts';
import { oddsText } from './odds-text.ts';
import { sweep } from './sweep.ts';
import { screenOf } from './table.ts';
import { planTrace } from './trace-run.ts';
import { workerScript } from './trial-workers.ts';

/** Measures a suite, prints its table and writes its report. */
export async function runSuite(nameOrPath: string, options: RunOptions): Promise<void> {
  const stopping = interruption();
  const engine = localEngine({ script: workerScript(), ...engineOptions(options) });
  const { suite, remarks, ...sources } = loadSuite(nameOrPath, options);
  const count = gridSize(suite);
  const draws = drawsOf(options.uncertainty);
  if (count <= mostTrials) process.stderr.write(`${suite.name}: ${count} trials, each ${suite.replications} x ${suite.requests} requests${drawsInWords(draws, suite, count)}\n`);
  const specs = expandSuite(suite, sources);
  const version = await modelVersion();
  const keys = specs.map((spec) => trialKey(spec, version));
  const [pageName, numbersName] = [`${suite.name}.html`, `${suite.name}.json`] as const;
  const { name, baseline, policy, seed } = suite;
  const summary: SuiteSummary = { name, command: commandOf(nameOrPath, options), baseline, profile: suite.profile, policy, seed, grid: Object.keys(suite.grid) };

  prepareFolder(options.out, [pageName, numbersName]);
  const trace = await planTrace(options, [pageName, numbersName], specs, baseline);
  const store = options.store === false ? null : await Store.open(options.store);
  try {
    const outcomes = (await store?.known(keys)) ?? new Map<string, Outcome>();
    const all = new Set(keys).size;
    const known = outcomes.size;
    refuse(specs.filter((_, i) => !outcomes.has(keys[i])));
    if (store !== null && known > 0) process.stderr.write(`${known === all ? 'all' : known} of them are in ${store.file}\n`);
    for (const remark of remarks()) process.stderr.write(`note: ${remark}\n`);
    await sweep({ specs, keys, outcomes, store, run: { summary, modelVersion: version } }, engine, stopping);
    if (stopping.signal.aborted) {
      trace?.remove();
      await store?.end('interrupted');
      process.stderr.write(store === null ? 'interrupted: nothing was written\n' : `interrupted: ${outcomes.size} of ${all} trials are in ${store.file}; the same command goes on from there\n`);
      process.exitCode = 130;
      return;
    }
    stopping.stop();
    await engine.close();
    const { measured, failures } = ended(specs, keys, outcomes);
    if (measured.length === 0) throw new Error(failures.length === 1 ? failures[0].says : `all ${failures.length} trials failed, the first so: ${failures[0].says}`);
    const trials = await withUncertainty(measured, measured.map(({ spec }) => spec), draws);
    const left = known < all ? null : ((await store?.left(keys, summary)) ?? null);
    const paths = [pageName, numbersName].map((file) => join(options.out, file));
    const unchanged = left?.written != null && left.written === fingerprint(paths);
    const accuracy = (unchanged ? left.accuracy : null) ?? profileAccuracy(suite.profile);
    const results: Results = { schema_version: 2, model_version: version, suite: summary, trials, ...(failures.length > 0 && { failures }), accuracy };
    process.stdout.write(resultsTable(results, screenOf(process.stdout)));
    process.stdout.write(oddsText(results));
    tellFailures(failures);
    tellRemarks(trials);
    process.stdout.write(`\n${profileInWords(suite.profile, accuracy)}\n`);

    if (!unchanged) {
      // Charts leave much behind; on top of the results of a large suite, V8 would let it grow to a gigabyte before it looks.
      setFlagsFromString('--heap-growing-percent=60');
      const { reportHtml } = await import('../report/report.ts');
      saveAll(options.out, { [pageName]: await reportHtml(results, loadClient()), [numbersName]: resultsJson(results) });
    }
    process.stdout.write(`\nreport:  ${paths[0]}\nnumbers: ${paths[1]}\n`);
    await store?.end('done', { accuracy, written: unchanged ? left.written : fingerprint(paths) });
    // Last, so that nothing that was measured is lost by it.
    if (trace !== null) process.stdout.write(`trace:   ${await trace.write()}\n`);
  } finally {
    stopping.stop();
    await engine.close();
    store?.close();
  }
}

/** The results and the trials without one, in the order of the suite. Each text goes when it has been read: texts and results of a large suite are too much together. */
function ended(specs: readonly TrialSpec[], keys: readonly string[], outcomes: Map<string, Outcome>): { readonly measured: readonly TrialResult[]; readonly failures: readonly FailedTrial[] } {
  const last = new Map(keys.map((key, i) => [key, i]));
  const measured: TrialResult[] = [];
  const failures: FailedTrial[] = [];
  for (const [i, spec] of specs.entries()) {
    const outcome = outcomes.get(keys[i]);
    if (outcome === undefined) continue;
    if ('text' in outcome) measured.push(resultOf(outcome.text, spec));
    else failures.push({ failed: outcome.failed, says: outcome.says, spec });
    if (last.get(keys[i]) === i) outcomes.delete(keys[i]);
  }
  return { measured, failures };
}

/** Lines that a terminal has room for; the report has them all. */
const MOST_LINES = 5;

/** What the results leave out, below their table. */
function tellRemarks(trials: readonly TrialResult[]): void {
  const all = [...new Set(trials.flatMap(({ remarks }) => remarks))];
  for (const remark of all.slice(0, MOST_LINES)) process.stderr.write(`note: ${remark}\n`);
  if (all.length > MOST_LINES) process.stderr.write(`note: ${all.length - MOST_LINES} more of these in the report\n`);
}

/** Trials without a result: the exit code says that there are some. */
function tellFailures(failures: readonly FailedTrial[]): void {
  if (failures.length === 0) return;
  process.exitCode = 1;
  for (const { says, spec } of failures.slice(0, MOST_LINES)) process.stderr.write(`failed: ${spec.system} with ${spec.device} and ${spec.workload}: ${says}\n`);
  if (failures.length > MOST_LINES) process.stderr.write(`failed: ${failures.length - MOST_LINES} more, in the report\n`);
}

/** Names the first trial that cannot be put together before anything has run; of a very large suite, of its first thousand. */
function refuse(specs: readonly TrialSpec[]): void {
  for (const spec of specs.slice(0, 1000)) {
    try {
      refuseImpossible(spec);
    } catch (error) {
      throw new Error(`${spec.system} with ${spec.device} and ${spec.workload}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
}
