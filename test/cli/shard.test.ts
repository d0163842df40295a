import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { suite } from 'uvu';
import { equal, is, match, ok } from 'uvu/assert';
import { givenAlone } from './alone.ts';
import { cli, emptyFolder, inBash, vhostLab } from './command.ts';

const test = suite('cli: shard and merge');

const folder = emptyFolder();
const file = (name: string): string => join(folder, name);
const few = ['quick', '--requests', '40'];
const answer = (store: string, sql: string): unknown => JSON.parse(vhostLab('query', sql, '--store', store, '--format', 'json').out);
const merged = (...parts: readonly string[]) => vhostLab('merge', ...parts.map(file), '--store', file('whole.duckdb'));

/** A copy of a store in which something is otherwise. */
async function changed(from: string, name: string, sql: string): Promise<void> {
  copyFileSync(file(from), file(name));
  const instance = await DuckDBInstance.create(file(name));
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

test('the script of a Slurm array runs each part under its number into a store of its own', () => {
  const { code, out } = vhostLab('shard', '2', ...few, '--slurm', '--jobs', '1');
  is(code, 0);
  match(out, /^#!\/bin\/bash\n#SBATCH --job-name=vhost-lab-quick\n#SBATCH --array=1-2\n/);
  match(out, '#SBATCH --cpus-per-task=1\n');
  match(out, '#   npx vhost-lab merge reports/quick-*-of-2.duckdb\n#   npx vhost-lab run quick --requests 40\n');
  writeFileSync(file('array.sh'), out);
  // Where the suite's nodes would have the command.
  writeFileSync(file('npx'), `#!/bin/bash\nshift\nexec '${process.execPath}' '${cli}' "$@"\n`, { mode: 0o755 });
  for (const task of ['1', '2']) {
    const { code: ended, out: said, err } = inBash(`cd ${folder}; PATH=${folder}:$PATH; bash array.sh`, { SLURM_ARRAY_TASK_ID: task, SLURM_CPUS_PER_TASK: '1' });
    is(ended, 0, err);
    is(said, `store:   reports/quick-${task}-of-2.duckdb\n`);
    copyFileSync(file(`reports/quick-${task}-of-2.duckdb`), file(`${task}.duckdb`));
  }
});

test('parts that are merged are the suite: a run then computes nothing and has the bytes of its trials alone', () => {
  is(merged('1.duckdb', '2.duckdb').out, `3 trials and 2 runs are new in ${file('whole.duckdb')}\n`);
  const { code, err } = vhostLab('run', ...few, '--store', file('whole.duckdb'), '--out', folder);
  is(code, 0);
  match(err, `all of them are in ${file('whole.duckdb')}\n`);
  const numbers = readFileSync(file('quick.json'), 'utf8');
  is(numbers, givenAlone(numbers, 'quick', { requests: '40' }));
  equal(answer(file('whole.duckdb'), 'SELECT run, suite, state, trials, (SELECT count(*) FROM trials WHERE trials.run = runs.run) AS kept FROM runs ORDER BY run'), [
    { run: 1, suite: 'quick 1/2', state: 'done', trials: 2, kept: 2 },
    { run: 2, suite: 'quick 2/2', state: 'done', trials: 1, kept: 1 },
    { run: 3, suite: 'quick', state: 'done', trials: 3, kept: 0 },
  ]);
});

test('what is merged twice is there once', () => {
  is(merged('2.duckdb', '1.duckdb').out, `0 trials and 0 runs are new in ${file('whole.duckdb')}\n`);
});

test('a trial that failed for want of time takes the result that another store has, and a metric that a store does not know yet comes along', async () => {
  await changed('whole.duckdb', 'cut.duckdb', "UPDATE trials SET failed = 'timeout', error = 'took longer', result = NULL; ALTER TABLE trials DROP COLUMN latency_us_p99");
  is(vhostLab('merge', file('1.duckdb'), '--store', file('cut.duckdb')).code, 0);
  equal(answer(file('cut.duckdb'), 'SELECT run, count(*) AS trials, count(result) AS results, count(failed) AS failures, count(latency_us_p99) AS p99 FROM trials GROUP BY run ORDER BY run'), [
    { run: 1, trials: 2, results: 2, failures: 0, p99: 2 },
    { run: 2, trials: 1, results: 0, failures: 1, p99: 0 },
  ]);
});

test('a store that has another result, is newer, or is not there is refused, and nothing at all is merged', async () => {
  await changed('1.duckdb', 'other.duckdb', `UPDATE trials SET result = replace(result::VARCHAR, '"shipping"', '"prototype"')`);
  await changed('1.duckdb', 'newer.duckdb', 'UPDATE store SET schema_version = 99');
  await changed('2.duckdb', 'fresh.duckdb', "UPDATE trials SET trial = 'f'; UPDATE runs SET pid = 0");
  const before = readFileSync(file('whole.duckdb'));
  for (const [part, says] of [
    ['other.duckdb', /other\.duckdb: .* with .* and .* \(trial \w{12}\) has another result there than in .*whole\.duckdb or in a store before it: one of them was changed; nothing was merged\n$/],
    ['newer.duckdb', /newer\.duckdb is of another version of vhost-lab: its tables have version 99/],
    ['absent.duckdb', /^there is no store .*absent\.duckdb/],
    ['whole.duckdb', /whole\.duckdb is the store that all is copied into/],
  ] as const) {
    const { code, err } = merged('fresh.duckdb', part);
    is(code, 2, err);
    match(err, says);
    ok(readFileSync(file('whole.duckdb')).equals(before), part);
  }
});

test('parts that mean nothing are refused', () => {
  for (const [words, says] of [
    [['0/2'], 'part: 0/2 (must be i/n, e.g. 3/8 for the third of eight)'],
    [['3/2'], 'part: 3/2 (must be'],
    [['1/2', '--slurm'], 'part: 1/2 (must be the number of parts, e.g. 100)'],
    [['1/4'], 'part: 1/4: suite quick has 3 trials (no more parts than that)'],
  ] as const) {
    const { code, err } = vhostLab('shard', words[0], 'quick', ...words.slice(1), '--store', file('none.duckdb'));
    is(code, 2, err);
    match(err, says);
  }
});

test.run();
