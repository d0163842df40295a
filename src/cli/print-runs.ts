import { ask } from '../store/question.ts';
import type { RowOptions } from './query.ts';
import { rowsText } from './rows-text.ts';

/** A run that was killed says nothing itself: its trials do. */
const RUNS = `
  SELECT runs.run, suite, strftime(started_at, '%Y-%m-%dT%H:%M:%SZ') AS started, round(epoch(ended_at - started_at), 1) AS seconds, state, trials, cached AS known,
    coalesce(computed, (SELECT count(*) FROM trials WHERE trials.run = runs.run)) AS computed, failed, model_version[:12] AS model, command
  FROM runs ORDER BY runs.run DESC`;

export async function printRuns({ store, format }: RowOptions): Promise<void> {
  process.stdout.write(rowsText(await ask(store, RUNS), format));
}
