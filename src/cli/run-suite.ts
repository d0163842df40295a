import type { Results, TrialResult } from '../experiment/results.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import { expandSuite, gridSize, mostTrials } from '../experiment/suite.ts';
import { refuseImpossible } from '../experiment/trial.ts';
import { profileInWords } from '../report/accuracy-words.ts';
import { loadSuite } from './load-suite.ts';
import { modelVersion } from './model-version.ts';
import { makeProgress } from './progress.ts';
import { commandOf } from './repeat-command.ts';
import { loadClient } from './report-client.ts';
import { resultsJson } from './results-json.ts';
import { resultsTable } from './results-table.ts';
import { drawsInWords, drawsOf, withUncertainty } from './run-drawn.ts';
import type { RunOptions } from './run.ts';
import { profileAccuracy } from './profile-accuracy.ts';
import { prepareFolder, saveAll } from './save.ts';
import { oddsText } from './odds-text.ts';
import { screenOf } from './table.ts';
import { planTrace } from './trace-run.ts';
import { runTrials } from './trial-workers.ts';

/** Measures a suite, prints its table and writes its report. */
export async function runSuite(nameOrPath: string, options: RunOptions): Promise<void> {
  const { suite, remarks, ...sources } = loadSuite(nameOrPath, options);
  const count = gridSize(suite);
  const draws = drawsOf(options.uncertainty);
  if (count <= mostTrials) process.stderr.write(`${suite.name}: ${count} trials, each ${suite.replications} x ${suite.requests} requests${drawsInWords(draws, suite, count)}\n`);
  const specs = expandSuite(suite, sources);
  refuse(specs);
  for (const remark of remarks()) process.stderr.write(`note: ${remark}\n`);
  const [pageName, numbersName] = [`${suite.name}.html`, `${suite.name}.json`] as const;
  prepareFolder(options.out, [pageName, numbersName]);
  const trace = await planTrace(options, [pageName, numbersName], specs, suite.baseline);

  const measured = await measure(specs, () => trace?.remove());
  const trials = await withUncertainty(measured, specs, draws);
  const { name, baseline, policy, seed } = suite;
  const accuracy = profileAccuracy(suite.profile);
  const results: Results = {
    schema_version: 1,
    model_version: await modelVersion(),
    suite: { name, command: commandOf(nameOrPath, options), baseline, profile: suite.profile, policy, seed, grid: Object.keys(suite.grid) },
    trials,
    accuracy,
  };
  process.stdout.write(resultsTable(results, screenOf(process.stdout)));
  process.stdout.write(oddsText(results));
  tellRemarks(trials);
  process.stdout.write(`\n${profileInWords(suite.profile, accuracy)}\n`);

  const { reportHtml } = await import('../report/report.ts');
  const [page, numbers] = saveAll(options.out, { [pageName]: await reportHtml(results, loadClient()), [numbersName]: resultsJson(results) });
  process.stdout.write(`\nreport:  ${page}\nnumbers: ${numbers}\n`);
  // Last, so that nothing that was measured is lost by it.
  if (trace !== null) process.stdout.write(`trace:   ${await trace.write()}\n`);
}

/** Lines that a terminal has room for; the report has them all. */
const MOST_REMARKS = 5;

/** What the results leave out, below their table. */
function tellRemarks(trials: readonly TrialResult[]): void {
  const all = [...new Set(trials.flatMap(({ remarks }) => remarks))];
  for (const remark of all.slice(0, MOST_REMARKS)) process.stderr.write(`note: ${remark}\n`);
  if (all.length > MOST_REMARKS) process.stderr.write(`note: ${all.length - MOST_REMARKS} more of these in the report\n`);
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

/** Runs trials with a live progress; Ctrl-C ends the process at once. */
async function measure(specs: readonly TrialSpec[], interrupted: () => void): Promise<readonly TrialResult[]> {
  const progress = makeProgress(specs.length);
  process.once('SIGINT', () => {
    progress.stop();
    interrupted();
    process.stderr.write('interrupted: nothing was written\n');
    process.exit(130);
  });
  try {
    return await runTrials(specs, progress.done);
  } finally {
    progress.stop();
  }
}
