import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import { equal } from 'uvu/assert';
import { outcomeOf } from '../../src/engines/outcome.ts';
import { trial } from '../../src/experiment/trial.ts';
import { textOf } from '../../src/formats/result-text.ts';
import { openToWrite } from '../../src/store/open.ts';
import { TrialRows, type EndedTrial } from '../../src/store/trial-rows.ts';
import { emptyFolder } from '../cli/command.ts';
import { specimen } from '../specimen.ts';

const test = suite('store/trial-rows');

const ended = (seed: number): EndedTrial => {
  const spec = specimen('vhe/vhost', { requests: 40, seed });
  return { key: String(seed), spec, outcome: outcomeOf(spec) };
};
const failed = (seed: number): EndedTrial => ({ ...ended(seed), outcome: { failed: 'timeout', says: 'took longer', elapsedMs: 1 } });
const origin = (run: number) => ({ run, modelVersion: 'm', at: '2026-01-01 00:00:00' });
const SEEDS = Array.from({ length: 33 }, (_, i) => i);
/** Run again, together with those from 30 on, which are new. */
const AGAIN = [7, 8];

test('a trial that failed and was run again is whole in the store, also for whoever reads what a kill left behind', async () => {
  const [file, left] = [join(emptyFolder(), 'lab.duckdb'), join(emptyFolder(), 'left.duckdb')];
  const first = await openToWrite(file);
  await new TrialRows(first.connection).write(SEEDS.slice(0, 30).map((seed) => (AGAIN.includes(seed) ? failed(seed) : ended(seed))), origin(1));
  first.close();
  const second = await openToWrite(file);
  const writer = new TrialRows(second.connection);
  for (const seeds of [[30], [...AGAIN, 31], [32]]) await writer.write(seeds.map(ended), origin(2));
  // What is on disk while the store is open is what a kill leaves: the file and the log behind it.
  for (const end of ['', '.wal']) copyFileSync(`${file}${end}`, `${left}${end}`);
  second.close();
  for (const path of [left, file]) {
    const store = await openToWrite(path);
    const rows = (await store.connection.runAndReadAll('SELECT trial, failed, result::VARCHAR, histogram IS NOT NULL, run FROM trials ORDER BY trial::INTEGER')).getRows();
    store.close();
    equal(rows.map(([trial, why, , histogram, run]) => [trial, why, histogram, run]), SEEDS.map((seed) => [String(seed), null, true, AGAIN.includes(seed) || seed >= 30 ? 2 : 1]));
    equal(rows.map(([, , result]) => ({ text: result })), SEEDS.map((seed) => ({ text: textOf(trial(ended(seed).spec)) })));
  }
});

test.run();
