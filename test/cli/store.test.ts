import { spawn } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { suite } from 'uvu';
import { equal, is, match, ok } from 'uvu/assert';
import { cli, emptyFolder, fileWith, inBash, root, vhostLab, vhostLabWith } from './command.ts';

const test = suite('cli: run with a store');

const TRIALS = 108;
/** Many small trials at few grid points and of a profile that few measurements are of, so that their page is soon made. */
const many = fileWith('many.yaml', `
name: many
systems: [${['vhe', 'nvhe', 'static-partition'].flatMap((hypervisor) => ['user-thread', 'vhost', 'sidecore', 'passthrough'].map((backend) => `${hypervisor}/${backend}`)).join(', ')}]
devices: [blk]
workloads: [fio:randread-4k]
profile: n1-four-rows
policy: no-polling
grid: { costs.context_switch: [500, 501, 502, 503, 504, 505, 506, 507, 508] }
requests: 20
replications: 1
baseline: vhe/vhost
`);

interface Run {
  readonly run: number;
  readonly state: string;
  readonly trials: number;
  readonly known: number;
  readonly computed: number;
}
const runsOf = (store: string): readonly Run[] => JSON.parse(vhostLab('runs', '--store', store, '--format', 'json').out) as readonly Run[];
const numbers = (folder: string): string => readFileSync(join(folder, 'many.json'), 'utf8');
const run = (store: string, out: string, ...more: readonly string[]) => vhostLabWith({ VHOST_LAB_STORE: store }, 'run', many, '--out', out, ...more);

/** What an uninterrupted run without a store writes. */
const whole = (() => {
  const out = emptyFolder();
  is(vhostLab('run', many, '--out', out, '--no-store', '--jobs', '1').code, 0);
  return numbers(out);
})();

/** Runs until so much has been said, then sends a signal. */
async function cutShort(store: string, out: string, when: (err: string) => boolean, signal: NodeJS.Signals): Promise<{ readonly code: number | null; readonly err: string }> {
  const child = spawn(process.execPath, [cli, 'run', many, '--out', out, '--store', store], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  let err = '';
  let sent = false;
  child.stderr.on('data', (data: Buffer) => {
    err += data.toString();
    if (!sent && when(err)) sent = child.kill(signal);
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', (ended: number | null) => resolve(ended)));
  return { code, err };
}
const doneIn = (err: string): number => Number([...err.matchAll(/^(\d+)\/\d+ trials/gm)].at(-1)?.[1] ?? 0);

test('the same bytes for any number of workers, computed or known', () => {
  // One worker made the bytes that these are compared with.
  for (const jobs of ['2', '3']) {
    const [store, out] = [join(emptyFolder(), 'lab.duckdb'), emptyFolder()];
    is(run(store, out, '--jobs', jobs).code, 0);
    is(numbers(out), whole);
    if (jobs !== '2') continue;
    const page = readFileSync(join(out, 'many.html'), 'utf8');
    const again = run(store, out, '--jobs', '3');
    match(again.err, `all of them are in ${store}\n`);
    is(numbers(out), whole);
    is(readFileSync(join(out, 'many.html'), 'utf8'), page);
    equal(runsOf(store).map(({ known, computed }) => [known, computed]), [[TRIALS, 0], [0, TRIALS]]);
    is(vhostLab('export', '--format', 'json', '--store', store).out, whole);
  }
});

test('a run that is killed with -9 goes on where it was: what it had told of is kept, nothing is run twice, the bytes are the same', async () => {
  const [store, out] = [join(emptyFolder(), 'lab.duckdb'), emptyFolder()];
  const told: number[] = [];
  // In the middle; before anything is there; as soon as it begins.
  for (const when of [(err: string) => doneIn(err) >= 40, (err: string) => err.includes('of them are in'), (err: string) => err.includes('many:')]) {
    const { code, err } = await cutShort(store, out, when, 'SIGKILL');
    is(code, null, err);
    told.push(doneIn(err));
    equal(readdirSync(out), []);
  }
  is(run(store, out).code, 0);
  is(numbers(out), whole);
  const runs = [...runsOf(store)].reverse();
  equal(runs.map(({ state }) => state), [...runs.slice(1).map(() => 'interrupted'), 'done']);
  is(runs.reduce((sum, { computed }) => sum + computed, 0), TRIALS);
  ok(runs[0].computed >= told[0] && told[0] >= 40, `${told[0]} were told, ${runs[0].computed} are there`);
  let before = 0;
  for (const { known, computed } of runs) {
    is(known, before);
    before += computed;
  }
});

test('Ctrl-C keeps what is done and says how to go on', async () => {
  const [store, out] = [join(emptyFolder(), 'lab.duckdb'), emptyFolder()];
  const { code, err } = await cutShort(store, out, (said) => doneIn(said) >= 20, 'SIGINT');
  is(code, 130);
  const [, kept] = /interrupted: (\d+) of 108 trials are in .*lab\.duckdb; the same command goes on from there\n$/.exec(err) ?? [];
  ok(Number(kept) >= 20 && Number(kept) < TRIALS, err);
  equal(readdirSync(out), []);
  match(run(store, out).err, `${kept} of them are in ${store}\n`);
  is(numbers(out), whole);
  equal(runsOf(store).map(({ state, computed }) => [state, computed]), [['done', TRIALS - Number(kept)], ['interrupted', Number(kept)]]);
});

test('a full disk ends a run with a sentence, and with room it goes on where it was', () => {
  const [store, out] = [join(emptyFolder(), 'lab.duckdb'), emptyFolder()];
  is(vhostLabWith({ VHOST_LAB_STORE: store }, 'run', 'quick', '--requests', '20', '--out', out).code, 0);
  const { code, err } = inBash('ulimit -f 1000; exec "$@"', { VHOST_LAB_STORE: store }, 'run', many, '--out', out);
  is(code, 2, err);
  match(err, /cannot use .*lab\.duckdb as a store: /);
  const { code: then, err: said } = run(store, out);
  is(then, 0, said);
  is(numbers(out), whole);
  const runs = runsOf(store).filter(({ trials }) => trials === TRIALS);
  is(runs.reduce((sum, { computed }) => sum + computed, 0), TRIALS);
});

test('a store that another process has is refused with its number', async () => {
  const [store, out] = [join(emptyFolder(), 'lab.duckdb'), emptyFolder()];
  const long = spawn(process.execPath, [cli, 'run', 'quick', '--requests', '20000000', '--store', store, '--out', out], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    while (vhostLab('runs', '--store', store).err.startsWith('there is no store')) await new Promise((resolve) => setTimeout(resolve, 50));
    for (const words of [['run', 'quick', '--out', out, '--store', store], ['query', 'SELECT 1', '--store', store]]) {
      const { code, err } = vhostLab(...words);
      is(code, 2);
      match(err, `${store} is in use by process ${long.pid} (wait until it has ended, or name another with --store)`);
    }
  } finally {
    long.kill('SIGKILL');
    await new Promise((resolve) => long.on('close', resolve));
  }
});

test('what is damaged, newer, or no store is refused and left as it is, byte for byte', async () => {
  const folder = emptyFolder();
  const good = join(folder, 'good.duckdb');
  is(vhostLabWith({ VHOST_LAB_STORE: good }, 'run', 'quick', '--requests', '20', '--out', folder).code, 0);
  const bytes = readFileSync(good);
  const file = (name: string, content: Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const changed = async (name: string, sql: string): Promise<string> => {
    copyFileSync(good, join(folder, name));
    const instance = await DuckDBInstance.create(join(folder, name));
    const connection = await instance.connect();
    await connection.run(sql);
    connection.closeSync();
    instance.closeSync();
    return join(folder, name);
  };
  const refused: readonly (readonly [file: string, says: RegExp])[] = [
    [file('text', Buffer.from('no database at all\n'.repeat(1000))), /text is damaged, or no store: .*; it was left as it is/],
    [file('empty', Buffer.alloc(0)), /empty is damaged, or no store/],
    [file('half', bytes.subarray(0, bytes.length >> 1)), /half is damaged, or no store/],
    [file('header', bytes.map((byte, i) => (i >= 4096 && i < 12288 ? byte ^ 0x5a : byte))), /header is damaged, or no store: .*checksum/],
    [await changed('newer', 'UPDATE store SET schema_version = 99'), /newer is of another version of vhost-lab: its tables have version 99/],
    [await changed('other', 'DROP TABLE store'), /other is a database, but no store of vhost-lab/],
  ];
  for (const [store, says] of refused) {
    const before = readFileSync(store);
    for (const words of [['run', 'quick', '--requests', '20', '--out', folder, '--store', store], ['runs', '--store', store]]) {
      const { code, err } = vhostLab(...words);
      is(code, 2, err);
      match(err, says);
      ok(readFileSync(store).equals(before), `${store} was changed by ${words[0]}`);
    }
  }
});

test('a trial that fails is a row with its reason, and the others have results', () => {
  const folder = emptyFolder();
  const job = (name: string, more: string): void => writeFileSync(join(folder, `${name}.fio`), `[j]\nrw=randread\nbs=4k\n${more}`);
  job('short', 'number_ios=7\n');
  job('long', '');
  writeFileSync(join(folder, 'two.yaml'), 'name: two\nsystems: [vhe/vhost, nvhe/vhost]\ndevices: [blk]\nworkloads: [fio:./short.fio, fio:./long.fio]\nprofile: neoverse-n1\nrequests: 30\nreplications: 2\nbaseline: vhe/vhost\n');
  const store = join(folder, 'lab.duckdb');
  const { code, out, err } = vhostLabWith({ VHOST_LAB_STORE: store }, 'run', join(folder, 'two.yaml'), '--out', folder);
  is(code, 1, err);
  match(err, /^failed: vhe\/vhost with blk and fio:\.\/short\.fio: .*ended after 7 requests, within the warm-up of 500/m);
  const lines = out.split('\n\n')[0].split('\n').map((line) => line.split(/ {2,}/));
  equal(lines.map((line) => line.at(-1)), ['failed', '-', '-', 'refused', 'refused']);
  const page = readFileSync(join(folder, 'two.html'), 'utf8');
  match(page, 'Trials without a result');
  match(page, 'within the warm-up of 500');
  const { trials, failures } = JSON.parse(readFileSync(join(folder, 'two.json'), 'utf8')) as { readonly trials: readonly unknown[]; readonly failures: readonly { readonly failed: string }[] };
  equal([trials.length, failures.map(({ failed }) => failed)], [2, ['refused', 'refused']]);
  is(vhostLab('export', '--format', 'json', '--store', store).out, readFileSync(join(folder, 'two.json'), 'utf8'));
});

test('a trial that takes too long is a row too, and is tried again by the next run', () => {
  const [store, out] = [join(emptyFolder(), 'lab.duckdb'), emptyFolder()];
  const quick = (...more: readonly string[]) => vhostLabWith({ VHOST_LAB_STORE: store }, 'run', 'quick', '--out', out, ...more);
  const { code, err } = quick('--requests', '3000000', '--trial-timeout', '300ms');
  is(code, 2);
  match(err, /all 3 trials failed, the first so: took longer than 0\.3 s \(--trial-timeout\)/);
  equal(JSON.parse(vhostLab('query', "SELECT failed, count(*) AS n FROM trials GROUP BY 1", '--store', store, '--format', 'json').out), [{ failed: 'timeout', n: 3 }]);
  match(quick('--requests', '3000000', '--trial-timeout', '300ms').err, /failed: took|all 3 trials failed/);
  is(runsOf(store).every(({ known }) => known === 0), true);
});

test('numbers that mean nothing are refused before anything runs', () => {
  for (const [words, says] of [
    [['--jobs', '0'], '--jobs: 0 (must be a whole number from 1 to 1024)'],
    [['--trial-timeout', '5 parsecs'], '--trial-timeout: "5 parsecs" is no time'],
    [['--trial-memory', '1M'], '--trial-memory: 1M (must be at least 128M)'],
    [['--store', '/proc/lab.duckdb'], 'cannot use /proc/lab.duckdb as a store: '],
  ] as const) {
    const { code, err } = vhostLab('run', 'quick', ...words);
    is(code, 2);
    match(err, says);
  }
});

test.run();
