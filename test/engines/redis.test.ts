import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import { equal, is, match, ok } from 'uvu/assert';
import { modelVersion } from '../../src/cli/model-version.ts';
import { givenAlone } from '../cli/alone.ts';
import { emptyFolder, fileWith, root, vhostLab } from '../cli/command.ts';
import { Spawned } from '../cli/spawned.ts';
import { RedisServer } from './redis-server.ts';

const test = suite('engines/redis');
const redis = await RedisServer.start();
const engine = ['--engine', redis.address];

/** Long enough that there is work left for every fault below. */
const TRIALS = 90;
const many = fileWith('many.yaml', `
name: many
systems: [vhe/vhost, nvhe/vhost, static-partition/user-thread]
devices: [blk]
workloads: [fio:randread-4k]
profile: neoverse-n1
policy: no-polling
grid: { costs.context_switch: [${Array.from({ length: TRIALS / 3 }, (_, i) => 500 + i).join(', ')}] }
requests: 4000
replications: 1
baseline: vhe/vhost
`);
const version = await modelVersion();

/** One sweep goes through all of the faults below, one after the other. */
const [store, out] = [join(emptyFolder(), 'lab.duckdb'), emptyFolder()];
const newRun = (): Spawned => new Spawned(['run', many, '--store', store, '--out', out, ...engine]);
const done = (least: number) => (err: string): boolean => Number([...err.matchAll(/^(\d+)\/\d+ trials/gm)].at(-1)?.[1] ?? 0) >= least;
let run: Spawned;

async function newWorker(...more: readonly string[]): Promise<Spawned> {
  const worker = new Spawned(['worker', ...engine, '--jobs', '1', ...more]);
  await worker.until((err) => err.includes('takes trials from'));
  return worker;
}

/** How many trials workers have, and how many wait for one. */
const inRedis = (): readonly number[] => ['active', 'wait'].map((list) => Number(redis.ask('llen', `vhost-lab:${version.slice(0, 16)}:${list}`)[0]));

test('a worker of another version of the model is refused, whoever came first, and runs nothing', async () => {
  const folder = emptyFolder();
  const other = `${'0'.repeat(12)}${version.slice(12)}`;
  for (const path of ['dist', 'package.json']) cpSync(join(root, path), join(folder, path), { recursive: true });
  for (const path of readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))) {
    const file = join(folder, 'dist', path);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(version, other));
  }
  const stranger = (): Spawned => new Spawned(['worker', ...engine], join(folder, 'dist/cli.js'));
  const says = `trials of model version ${version.slice(0, 12)} are wanted at ${redis.address}, and this worker has ${other.slice(0, 12)}: use the vhost-lab that runs the suite\n`;
  const early = stranger();
  await early.until((err) => err.includes('takes trials from'));
  run = newRun();
  await run.until((err) => err.includes(`no worker is at ${redis.address} yet`));
  is(await early.ended, 2);
  ok(early.err.endsWith(says), early.err);
  const late = stranger();
  is(await late.ended, 2);
  is(late.err, says);
  ok(!done(1)(run.err));
});

test('a worker is killed with -9 in the middle of a trial', async () => {
  const doomed = await newWorker();
  await run.until(done(9));
  is(await doomed.kill('SIGKILL'), null);
  const [begun] = inRedis();
  ok(begun > 0, 'it had no trial when it was killed');
});

let worker: Spawned;

test('Redis is killed with -9 and started again', async () => {
  // Its trials run in processes, which changes nothing.
  worker = await newWorker('--trial-memory', '1G');
  await run.until(done(27));
  await redis.kill();
  await new Promise((resolve) => setTimeout(resolve, 500));
  ok(!done(TRIALS)(run.err), 'the run had ended before Redis did');
  await redis.start();
  await run.until(done(36));
});

test('Ctrl-C takes back what no worker has begun, and keeps what is done', async () => {
  is(await run.kill('SIGINT'), 130);
  match(run.err, /interrupted: \d+ of 90 trials are in .*; the same command goes on from there\n$/);
  equal([inRedis()[1], readdirSync(out)], [0, []]);
});

test('the run is killed with -9', async () => {
  run = newRun();
  await run.until(done(54));
  is(await run.kill('SIGKILL'), null);
  equal(readdirSync(out), []);
});

test('started again, it takes what was done meanwhile; after all this every trial is in the store once, was kept once, and the bytes are those that the trials give alone', async () => {
  run = newRun();
  is(await run.ended, 0, run.err);
  const numbers = readFileSync(join(out, 'many.json'), 'utf8');
  is(numbers, givenAlone(numbers, many));
  const counted = `SELECT count(DISTINCT trial) AS trials, count(result) AS results, (SELECT last(trials - cached ORDER BY run) FROM runs) + (SELECT count(*) FROM trials JOIN runs USING (run) WHERE state = 'interrupted') AS kept FROM trials`;
  equal(JSON.parse(vhostLab('query', counted, '--store', store, '--format', 'json').out), [{ trials: TRIALS, results: TRIALS, kept: TRIALS }]);
  equal(redis.ask('--scan', '--pattern', 'vhost-lab:*').filter((key) => /^vhost-lab:(?!profile)\w+:[0-9a-f]{64}$/.test(key)), []);
});

test('Ctrl-C ends a worker, which says how many trials it ran', async () => {
  is(await worker.kill('SIGINT'), 0);
  match(worker.err, /\nending: the trials that have begun are finished \(again: at once\)\n\d+ trials were run\n$/);
});

test('what cannot be used is refused in a sentence before anything runs', async () => {
  redis.ask('config', 'set', 'maxmemory-policy', 'allkeys-lru');
  const refused: readonly (readonly [words: readonly string[], says: RegExp])[] = [
    [['worker', ...engine], /^cannot use a Redis at redis:\/\/127\.0\.0\.1:\d+: it forgets trials where its memory is full: its maxmemory-policy is allkeys-lru, and must be noeviction/],
    [['run', 'quick', '--engine', 'redis://user:secret@127.0.0.1:1'], /^cannot use a Redis at redis:\/\/127\.0\.0\.1:1: connect ECONNREFUSED 127\.0\.0\.1:1 \(redis-server --appendonly yes starts one\)\n$/],
    [['worker', '--engine', 'redis://127.0.0.1:1'], /^cannot use a Redis at redis:\/\/127\.0\.0\.1:1: connect ECONNREFUSED/],
    [['run', 'quick', ...engine, '--jobs', '2'], /^--jobs: with --engine each worker has its own \(vhost-lab worker --jobs 2\)\n$/],
    [['run', 'quick', '--engine', 'http://127.0.0.1'], /^--engine: "?http:\/\/127\.0\.0\.1"? \(must be redis:\/\/HOST:PORT\)\n$/],
  ];
  for (const [words, says] of refused) {
    const { code, err } = vhostLab(...words);
    is(code, 2, err);
    match(err, says);
  }
  redis.ask('config', 'set', 'maxmemory-policy', 'noeviction');
});

test.after(async () => redis.kill());
test.run();
