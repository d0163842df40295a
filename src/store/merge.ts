import type { DuckDBConnection } from '@duckdb/node-api';
import { realpathSync } from 'node:fs';
import { openToWrite, refusal, storeAt } from './open.ts';

/** What a store did not have before. */
export interface Merged {
  readonly trials: number;
  readonly runs: number;
}

/** A result that stands: a trial that took too long or whose worker died may have another one elsewhere. */
const STANDS = "(failed IS NULL OR failed = 'refused')";

/** Copies all that stores have into another one, or nothing: none may be damaged or newer, and none have another result of the same trial. */
export async function mergeStores(target: string, parts: readonly string[]): Promise<Merged> {
  for (const part of parts) await storeAt(part, async () => {});
  const store = await openToWrite(target);
  try {
    const { connection } = store;
    const same = parts.find((part) => realpathSync(part) === realpathSync(target));
    if (same !== undefined) throw new Error(`${same} is the store that all is copied into (--store names another)`);
    for (const [i, part] of parts.entries()) await connection.run(`ATTACH '${part.replaceAll("'", "''")}' AS part_${i} (READ_ONLY)`);
    const before = await counted(connection);
    await connection.run('BEGIN');
    for (const [i, part] of parts.entries()) {
      await refuseOther(connection, `part_${i}`, part, target);
      await copy(connection, `part_${i}`);
    }
    const after = await counted(connection);
    await connection.run('COMMIT');
    return { trials: after.trials - before.trials, runs: after.runs - before.runs };
  } catch (error) {
    throw refusal(target, error);
  } finally {
    store.close();
  }
}

async function counted(connection: DuckDBConnection): Promise<Merged> {
  const [[trials, runs]] = (await connection.runAndReadAll('SELECT (SELECT count(*) FROM trials), (SELECT count(*) FROM runs)')).getRows();
  return { trials: Number(trials), runs: Number(runs) };
}

async function refuseOther(connection: DuckDBConnection, from: string, part: string, target: string): Promise<void> {
  const reader = await connection.runAndReadAll(`
    SELECT theirs.system, theirs.device, theirs.workload, trial
    FROM (SELECT * FROM ${from}.trials WHERE ${STANDS}) theirs JOIN (SELECT * FROM trials WHERE ${STANDS}) ours USING (trial)
    WHERE coalesce(theirs.result::VARCHAR, theirs.error) <> coalesce(ours.result::VARCHAR, ours.error) LIMIT 1`);
  const [[system, device, workload, trial] = []] = reader.getRows();
  if (trial !== undefined) throw new Error(`${part}: ${String(system)} with ${String(device)} and ${String(workload)} (trial ${String(trial).slice(0, 12)}) has another result there than in ${target} or in a store before it: one of them was changed; nothing was merged`);
}

/** Copies what is not there yet. A run keeps what it is known by (when, where and of what it was) and gets a new number. */
async function copy(connection: DuckDBConnection, from: string): Promise<void> {
  const columns = await connection.runAndReadAll(`
    SELECT column_name FROM duckdb_columns() WHERE database_name = '${from}' AND table_name = 'trials'
    AND column_name NOT IN (SELECT column_name FROM duckdb_columns() WHERE database_name = current_database() AND table_name = 'trials')`);
  for (const [name] of columns.getRows()) await connection.run(`ALTER TABLE trials ADD COLUMN "${String(name).replaceAll('"', '""')}" DOUBLE`);
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE numbers AS
    SELECT theirs.run AS theirs, ours.run IS NULL AS fresh,
      coalesce(ours.run, (SELECT coalesce(max(run), 0) FROM runs) + row_number() OVER (PARTITION BY ours.run IS NULL ORDER BY theirs.run)) AS ours
    FROM ${from}.runs theirs LEFT JOIN runs ours USING (started_at, host, pid, sweep)`);
  await connection.run(`INSERT OR IGNORE INTO profiles SELECT * FROM ${from}.profiles`);
  await connection.run(`INSERT INTO sweeps SELECT * FROM ${from}.sweeps ANTI JOIN (SELECT DISTINCT sweep FROM sweeps) USING (sweep)`);
  await connection.run(`
    INSERT INTO runs BY NAME SELECT runs.* REPLACE (numbers.ours AS run, if(state = 'running', 'interrupted', state) AS state)
    FROM ${from}.runs JOIN numbers ON runs.run = numbers.theirs WHERE fresh ORDER BY runs.run`);
  await connection.run(`DELETE FROM trials WHERE NOT ${STANDS} AND trial IN (SELECT trial FROM ${from}.trials)`);
  await connection.run(`
    INSERT INTO trials BY NAME SELECT trials.* REPLACE (numbers.ours AS run)
    FROM ${from}.trials JOIN numbers ON trials.run = numbers.theirs ANTI JOIN (SELECT trial FROM trials) standing USING (trial)`);
}
