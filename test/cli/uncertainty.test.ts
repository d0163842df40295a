import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readResults } from '../../src/formats/results-file.ts';
import { cli, emptyFolder, fileWith, onTerminal, root, vhostLab } from './command.ts';

const test = suite('cli: run --uncertainty');
const folder = emptyFolder();
const { code, out, err } = vhostLab('run', 'quick', '--requests', '200', '--uncertainty', '6', '--out', folder);
const numbers = (): string => readFileSync(join(folder, 'quick.json'), 'utf8');

test('how many trials it makes stands before they start, and the progress counts them in at most ten lines', () => {
  assert.is(code, 0, err);
  const lines = err.split('\n');
  assert.is(lines[0], 'quick: 3 trials, each 3 x 200 requests; then 21 at the profile\'s prices and at 6 drawn ones, each 1 x 200 requests');
  const told = lines.filter((line) => /^\d+\/21 trials at drawn prices/.test(line));
  assert.ok(told.length <= 11 && told.at(-1) === '21/21 trials at drawn prices', err);
});

test('the results file holds both bands of every number and what decides at each draw, and says how to repeat it', () => {
  const { trials, suite: { command } } = readResults(numbers(), 'quick.json');
  assert.is(command, 'npx vhost-lab run quick --requests 200 --uncertainty 6');
  for (const { uncertainty, metrics, ci95 } of trials) {
    assert.ok(uncertainty);
    assert.equal([uncertainty.requests, uncertainty.drawn.throughput_per_s.length, uncertainty.drawn.mean_latency_us.length], [200, 6, 6]);
    const [low, high] = uncertainty.prices95.latency_us.mean ?? [NaN, NaN];
    const [least, most] = ci95.latency_us.mean ?? [NaN, NaN];
    assert.ok(low < metrics.latency_us.mean && metrics.latency_us.mean < high && least < most);
    assert.equal(Object.keys(uncertainty.prices95), Object.keys(metrics));
  }
});

test('the table has both bands and how often a system beats the baseline; each line has as many words', () => {
  const lines = (out.split('\n\n')[0] ?? '').split('\n').map((line) => line.split(/ +/));
  const at = ['±_%', 'prices_%', 'beats_base_%'].map((head) => lines[0]?.indexOf(head) ?? -1);
  assert.ok(at.every((place) => place > 0), out);
  for (const line of lines) assert.is(line.length, lines[0]?.length);
  for (const line of lines.slice(1)) assert.match(line[at[1]], /^-\d+\.\.\+\d+$/);
  assert.equal(lines.slice(1).map((line) => line[at[2]]), ['-', '0', '0']);
});

test('a sentence says with which probability the answer holds, with its interval', () => {
  assert.match(out, 'blk · fio:randread-4k: vhe/vhost beats vhe/user-thread in 100 % of 6 profiles that the uncertainty of the prices allows (95 % interval 61 % to 100 %). It is the best of all 3 candidates in 100 %');
  assert.match(readFileSync(join(folder, 'quick.html'), 'utf8').replaceAll('\u202f', ' '), 'vhe/vhost beats vhe/user-thread in 100 % of 6 profiles');
});

test('the same command gives the same bytes, and without it nothing is drawn', () => {
  const again = emptyFolder();
  vhostLab('run', 'quick', '--requests', '200', '--uncertainty', '6', '--out', again);
  assert.is(readFileSync(join(again, 'quick.json'), 'utf8'), numbers());
  const plain = vhostLab('run', 'quick', '--requests', '200', '--out', again);
  assert.not.match(plain.out + plain.err + readFileSync(join(again, 'quick.json'), 'utf8'), /uncertainty|prices95|drawn/);
});

test('a terminal gets a second bar and the columns explained', () => {
  const { out: shown } = onTerminal(160, {}, 'run', 'quick', '--requests', '200', '--uncertainty', '4', '--out', emptyFolder());
  assert.match(shown, /█.*15\/15 trials at drawn prices/);
  assert.match(shown, 'beats base: in how many of the 4 drawn profiles it is better than vhe/vhost.');
  assert.ok(shown.lastIndexOf('\u001b[?25h') > shown.lastIndexOf('\u001b[?25l'), 'the cursor is back');
});

test('a number that makes no sense is refused before anything runs', () => {
  const refused = (...words: readonly string[]): string => {
    const ended = vhostLab('run', ...words, '--out', emptyFolder());
    assert.is(ended.code, 2);
    assert.not.match(ended.err, /\d+\/\d+ trials/);
    return ended.err;
  };
  assert.match(refused('quick', '--uncertainty', 'many'), '--uncertainty: many (must be a whole number of profiles from 2 to 10000)');
  assert.match(refused('quick', '--uncertainty', '1'), '--uncertainty: 1 (must be');
  assert.match(refused('standard', '--uncertainty', '10000'), /--uncertainty: 10000 profiles make \d+ more trials of suite standard \(at most 1000000: draw fewer\)/);
});

/** Runs until it has said something, then presses Ctrl-C. */
async function interruptedAt(said: RegExp, ...words: readonly string[]): Promise<{ readonly code: unknown; readonly err: string }> {
  const child = spawn(process.execPath, [cli, ...words], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  let err = '';
  let pressed = false;
  child.stderr.on('data', (data: Buffer) => {
    err += data.toString();
    if (pressed || !said.test(err)) return;
    pressed = true;
    setTimeout(() => child.kill('SIGINT'), 300);
  });
  return { code: await new Promise((resolve) => child.on('close', resolve)), err };
}

test('Ctrl-C ends it among the drawn trials too, with 130 and nothing written', async () => {
  const where = emptyFolder();
  const { code: ended, err: told } = await interruptedAt(/3\/3 trials\n/, 'run', 'quick', '--requests', '200', '--uncertainty', '5000', '--out', where);
  assert.is(ended, 130, told);
  assert.match(told, /interrupted: nothing was written\n$/);
  assert.equal(readdirSync(where), []);
});

test('and among the trials at nudged prices of a suggestion', async () => {
  const { code: ended, err: told } = await interruptedAt(/3\/3 trials\n/, 'calibrate', '--profile', 'neoverse-n1', '--suggest', 'quick', '--catalogue', fileWith('none.yaml', 'name: none\ntitle: None\nmeasurements: []\n'));
  assert.is(ended, 130, told);
});

test.run();
