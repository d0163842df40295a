import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { Results } from '../experiment/results.ts';
import { profileInWords } from '../report/accuracy-words.ts';
import { Store } from '../store/store.ts';
import { chosenEngine } from './choose-engine.ts';
import { endedTrials } from './ended-trials.ts';
import { fingerprint } from './fingerprint.ts';
import { interruption } from './interruption.ts';
import { measurePlan } from './measure-plan.ts';
import { oddsText } from './odds-text.ts';
import { planSuite } from './plan-suite.ts';
import { profileAccuracy } from './profile-accuracy.ts';
import { loadClient } from './report-client.ts';
import { resultsJson } from './results-json.ts';
import { resultsTable } from './results-table.ts';
import { drawsOf, withUncertainty } from './run-drawn.ts';
import type { RunOptions } from './run.ts';
import { prepareFolder, saveAll } from './save.ts';
import { screenOf } from './table.ts';
import { tellFailures, tellRemarks } from './tell-trials.ts';
import { planTrace } from './trace-run.ts';

/** Measures a suite, prints its table and writes its report. */
export async function runSuite(nameOrPath: string, options: RunOptions): Promise<void> {
  const stopping = interruption();
  const engine = await chosenEngine(options);
  let store: Store | null = null;
  try {
    const plan = await planSuite(nameOrPath, options);
    const { suite, summary, specs, keys, modelVersion } = plan;
    const [pageName, numbersName] = [`${suite.name}.html`, `${suite.name}.json`] as const;
    prepareFolder(options.out, [pageName, numbersName]);
    const trace = await planTrace(options, [pageName, numbersName], specs, suite.baseline);
    store = options.store === false ? null : await Store.open(options.store);
    const done = await measurePlan(plan, engine, store, stopping);
    if (done === null) return;
    stopping.stop();
    await engine.close();
    const { measured, failures } = endedTrials(specs, keys, done.outcomes);
    if (measured.length === 0) throw new Error(failures.length === 1 ? failures[0].says : `all ${failures.length} trials failed, the first so: ${failures[0].says}`);
    const trials = await withUncertainty(measured, measured.map(({ spec }) => spec), drawsOf(options.uncertainty));
    const left = done.allKnown ? ((await store?.left(keys, summary)) ?? null) : null;
    const paths = [pageName, numbersName].map((file) => join(options.out, file));
    const unchanged = left?.written != null && left.written === fingerprint(paths);
    const accuracy = (unchanged ? left.accuracy : null) ?? profileAccuracy(suite.profile);
    const results: Results = { schema_version: 2, model_version: modelVersion, suite: summary, trials, ...(failures.length > 0 && { failures }), accuracy };
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
