import { basename, dirname } from 'node:path';
import { tellingKeys, withChangePoints } from '../experiment/compare/history.ts';
import { unknown } from '../experiment/quoted.ts';
import { parseSystem } from '../experiment/systems.ts';
import { metricNamed, metricNames } from '../experiment/tuning/metric.ts';
import { storeAt, type OpenStore } from '../store/open.ts';
import { answerOf } from '../store/question.ts';
import { suiteHistory } from '../store/suite-history.ts';
import type { HistoryOptions } from './history.ts';
import { rowsText } from './rows-text.ts';
import { prepareFolder, saveAll } from './save.ts';

/** Trials are the same over time where all but the model and the prices is the same: system, device, workload, settings, size and seed. */
const historyOf = (metric: string): string => `
  WITH told AS (
    SELECT runs.run, strftime(started_at, '%Y-%m-%dT%H:%M:%SZ') AS started, ordinal, trials.system, device, workload, runs.model_version[:12] AS model, trials.profile, trials.profile_hash[:8] AS prices,
      ${metric} AS value, lag(${metric}) OVER (PARTITION BY trials.system, device, workload, params::VARCHAR, trials.requests, replications, seed ORDER BY runs.run) AS before
    FROM runs JOIN sweeps USING (sweep) JOIN trials USING (trial)
    WHERE suite = $suite AND state = 'done' AND trials.failed IS NULL AND ($system = '' OR trials.system = $system)
  )
  SELECT system, device, workload, ordinal + 1 AS trial, run, started, model, profile, prices, value AS ${metric}, round(100 * (value / before - 1), 2) AS change_pct
  FROM told WHERE before IS NULL OR value <> before ORDER BY system, device, workload, ordinal, run`;

export async function printHistory(suite: string, { store: file, metric, system, format, html }: HistoryOptions): Promise<void> {
  const name = system === undefined ? '' : parseSystem(system).name;
  if (html !== undefined) prepareFolder(dirname(html), [basename(html)]);
  await storeAt(file, async (store) => {
    const suites = (await answerOf(store, 'SELECT DISTINCT suite FROM runs')).rows.map(String);
    if (!suites.includes(suite)) throw new Error(unknown('suite in the store', suite, suites));
    const metrics = (await answerOf(store, "SELECT column_name FROM information_schema.columns WHERE table_name = 'trials' AND data_type = 'DOUBLE'")).rows.map(String);
    if (!metrics.includes(metric)) throw new Error(`--metric: ${unknown('metric', metric, metrics)}`);
    process.stdout.write(rowsText(await answerOf(store, historyOf(metric), { suite, system: name }), format));
    if (html !== undefined) await writePage(html, store, suite, name, metric);
  });
}

async function writePage(html: string, store: OpenStore, suite: string, system: string, column: string): Promise<void> {
  const place = metricNames.find((known) => known.replace('.', '_') === column);
  if (place === undefined) throw new Error(`--html: ${column} is no number of each replication (${metricNames.map((known) => known.replace('.', '_')).join(', ')} are)`);
  const trials = await suiteHistory(store, suite, system, column, place);
  if (trials.length === 0) throw new Error(`--html: no run of suite ${suite} is done${system === '' ? '' : ` and has ${system}`}`);
  const { historyPage } = await import('../report/compare/history-page.ts');
  const runs = [...new Set(trials.flatMap(({ values }) => values.map(({ of }) => of)))].sort((a, b) => a.run - b.run);
  const page = await historyPage({ suite, metric: metricNamed(place), runs, keys: tellingKeys(trials), trials: trials.map(withChangePoints) });
  const [path] = saveAll(dirname(html), { [basename(html)]: page });
  process.stderr.write(`written: ${path}\n`);
}
