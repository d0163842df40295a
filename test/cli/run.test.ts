import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readResults } from '../../src/formats/results-file.ts';
import { modelVersion } from '../../src/model-version.mjs';
import { cli, emptyFolder, fileWith, onTerminal, root, vhostLab } from './command.ts';

const test = suite('cli: run');
const quick = (out: string, ...more: readonly string[]) => vhostLab('run', 'quick', '--requests', '200', '--out', out, ...more);
const escapes = /\u001b/;

test('a run leaves a report and a results file that its own reader accepts, and nothing else', () => {
  const folder = join(emptyFolder(), 'new', 'folders');
  const { code, out } = quick(folder, '--seed', '7', '--set', 'costs.context_switch=1.5us');
  assert.is(code, 0);
  assert.equal(readdirSync(folder), ['quick.html', 'quick.json']);
  assert.ok(out.endsWith(`\nreport:  ${folder}/quick.html\nnumbers: ${folder}/quick.json\n`));
  const results = readResults(readFileSync(join(folder, 'quick.json'), 'utf8'), 'quick.json');
  assert.is(results.suite.command, 'npx vhost-lab run quick --set costs.context_switch=1.5us --seed 7 --requests 200');
  assert.is(results.suite.seed, 7);
  for (const { spec } of results.trials) {
    assert.is(spec.requests, 200);
    assert.is(spec.params['costs.context_switch'], 1500);
  }
  assert.match(readFileSync(join(folder, 'quick.html'), 'utf8'), /^<!doctype html>/i);
});

test('the model version of the build is the one that the sources give', async () => {
  const folder = emptyFolder();
  quick(folder);
  const results = readResults(readFileSync(join(folder, 'quick.json'), 'utf8'), 'quick.json');
  assert.match(results.model_version, /^[0-9a-f]{64}$/);
  assert.is(results.model_version, await modelVersion());
});

test('the same command gives the same bytes', () => {
  const [a, b] = [emptyFolder(), emptyFolder()];
  quick(a);
  quick(b);
  for (const name of ['quick.html', 'quick.json']) assert.is(readFileSync(join(a, name), 'utf8'), readFileSync(join(b, name), 'utf8'));
});

test('a pipe gets a plain table: one line of heads, one for each trial, as many words in each', () => {
  const { out, err } = quick(emptyFolder());
  assert.not.match(out + err, escapes);
  const lines = (out.split('\n\n')[0] ?? '').split('\n').map((line) => line.split(/ +/));
  assert.equal(lines[0]?.slice(0, 3), ['system', 'req/s', 'p50_µs']);
  assert.is(lines.length, 4);
  for (const line of lines) assert.is(line.length, lines[0]?.length);
});

test('without a terminal the progress is at most ten plain lines, after the number of trials', () => {
  const lines = quick(emptyFolder()).err.trimEnd().split('\n');
  assert.is(lines[0], 'quick: 3 trials, each 3 x 200 requests');
  assert.ok(lines.filter((line) => /^\d+\/3 trials/.test(line)).length <= 10);
  assert.is(lines.filter((line) => !line.startsWith('note: ')).at(-1), '3/3 trials');
});

test('what the results leave out stands below them, as far as there is room', () => {
  const notes = (...set: readonly string[]) => quick(emptyFolder(), ...set).err.split('3/3 trials')[1]?.match(/^note: .*/gm) ?? [];
  assert.match(notes().join(), /^note: Timer ticks and neighbours are off/);
  assert.ok(notes('--set', 'topology.workers=2').some((line) => line.startsWith('note: topology.workers=2 has no effect on static-partition/user-thread with blk')));
});

test('a terminal gets a bar, and a table that fits it', () => {
  for (const columns of [60, 100, 200]) {
    const { code, out } = onTerminal(columns, {}, 'run', 'quick', '--requests', '200', '--out', emptyFolder());
    assert.is(code, 0);
    assert.match(out, /█.*3\/3/);
    assert.ok(out.lastIndexOf('\u001b[?25h') > out.lastIndexOf('\u001b[?25l'), 'the cursor is back');
    const table = out.split('\n').filter((line) => /[│┌└]/.test(line)).map((line) => line.replace(/\u001b\[[\d;?]*\w/g, '').trimEnd());
    assert.ok(table.length >= 6);
    for (const line of table) assert.ok(line.length <= columns, `${line.length} > ${columns}: ${line}`);
    for (const head of ['system', 'req/s', 'p50 µs', 'p99 µs', 'CPU µs', 'exits', 'IPIs', 'wake-ups', 'syscalls', 'ratio', 'maturity']) assert.ok(table.some((line) => line.includes(head)), head);
  }
});

test('NO_COLOR is respected', () => {
  const bold = '\u001b[1m';
  const run = (env: Readonly<Record<string, string>>) => onTerminal(120, env, 'run', 'quick', '--requests', '200', '--out', emptyFolder()).out;
  assert.ok(run({}).includes(bold));
  assert.not.ok(run({ NO_COLOR: '1' }).includes(bold));
});

test('a run that fails leaves the earlier report as it was', () => {
  const folder = emptyFolder();
  quick(folder);
  const before = readFileSync(join(folder, 'quick.json'), 'utf8');
  assert.is(quick(folder, '--set', 'ring.size=-1').code, 2);
  assert.is(readFileSync(join(folder, 'quick.json'), 'utf8'), before);
  assert.equal(readdirSync(folder), ['quick.html', 'quick.json']);
});

test('a folder in the place of a result is refused before anything is measured', () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, 'quick.json'));
  const { code, err } = quick(folder);
  assert.is(code, 2);
  assert.match(err, /cannot write .*quick\.json: it is a folder \(choose another place with --out\)\n$/);
  assert.equal(readdirSync(folder), ['quick.json']);
});

test('--set wins over --set-file', () => {
  const folder = emptyFolder();
  const file = fileWith('mine.yaml', 'costs:\n  context_switch: 900ns\n');
  quick(folder, '--set-file', file, '--set', 'costs.context_switch=700');
  const { trials } = readResults(readFileSync(join(folder, 'quick.json'), 'utf8'), 'quick.json');
  assert.is(trials[0]?.spec.params['costs.context_switch'], 700);
  quick(folder, '--set-file', file);
  assert.is(readResults(readFileSync(join(folder, 'quick.json'), 'utf8'), 'quick.json').trials[0]?.spec.params['costs.context_switch'], 900);
});

test('--set-file may be given again, and may say how often to measure', () => {
  const folder = emptyFolder();
  const first = fileWith('first.yaml', 'costs.context_switch: 900ns\ncosts.gpr_save: 5\nrequests: 150\nreplications: 2\n');
  const second = fileWith('second.yaml', 'costs.context_switch: 800ns\nseed: 4\n');
  assert.is(vhostLab('run', 'quick', '--set-file', first, '--set-file', second, '--out', folder).code, 0);
  const { trials, suite: { command } } = readResults(readFileSync(join(folder, 'quick.json'), 'utf8'), 'quick.json');
  const [{ spec }] = trials;
  assert.equal([spec.params['costs.context_switch'], spec.params['costs.gpr_save'], spec.requests, spec.replications, spec.seed], [800, 5, 150, 2, 4]);
  assert.is(command, `npx vhost-lab run quick --set-file ${first} --set-file ${second}`);
});

test('Ctrl-C ends a run at once with 130, even within a long trial, and leaves nothing half-written', async () => {
  const folder = emptyFolder();
  const child = spawn(process.execPath, [cli, 'run', 'quick', '--requests', '50000000', '--no-store', '--out', folder], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let err = '';
  let interruptedMs = 0;
  child.stderr.on('data', (data: Buffer) => {
    if (err === '') setTimeout(() => {
      interruptedMs = performance.now();
      child.kill('SIGINT');
    }, 500);
    err += data.toString();
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  assert.is(code, 130);
  assert.ok(performance.now() - interruptedMs < 2000);
  assert.match(err, /\ninterrupted: nothing was written\n$/);
  assert.equal(readdirSync(folder), []);
});

test.run();
