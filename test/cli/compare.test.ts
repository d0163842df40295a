import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import { equal, is, match, ok } from 'uvu/assert';
import { resultsJson } from '../../src/cli/results-json.ts';
import type { Results } from '../../src/experiment/results.ts';
import { changed, few, multiplied } from '../experiment/compare/results.ts';
import { emptyFolder, fileWith, vhostLab } from './command.ts';
import { storeOf } from './store-of.ts';

const test = suite('cli: compare');

const saved = (name: string, results: Results): string => fileWith(name, [...resultsJson(results)].join(''));
const base = saved('base.json', few);
const slower = saved('slower.json', changed(few, (trial) => multiplied(trial, [1.08])));

test('exit code: 0 where nothing is worse, 1 where something is by more than the limit, 2 where nothing can be said', () => {
  const codes = (...words: readonly string[]): number | null => vhostLab('compare', ...words).code;
  is(codes(base, base, '--fail-on', '0%'), 0);
  is(codes(base, slower, '--fail-on', '5%'), 1);
  is(codes(base, slower, '--fail-on', '8.5'), 0);
  is(codes(slower, base, '--fail-on', '5%', '--metric', 'latency_us.mean'), 0);
});

test('what fails is written all the same, whatever the format', () => {
  for (const [format, holds] of [['markdown', /\*\*Failed: /], ['junit', /<failure type="worse"/], ['html', /<p class="said bad">Failed: /]] as const) {
    const out = join(emptyFolder(), 'compared');
    const { code, out: printed } = vhostLab('compare', base, slower, '--fail-on', '5%', '--metric', 'latency_us.p99', '--format', format, '--out', out);
    equal([code, printed], [1, '']);
    match(readFileSync(out, 'utf8'), holds);
  }
});

test('a table for a pipe has its columns apart, and the gate in its last line', () => {
  const { out } = vhostLab('compare', base, slower, '--fail-on', '5%', '--metric', 'latency_us.mean');
  const [, , title, heads, row] = out.split('\n');
  is(title, 'mean latency, less is better');
  equal([heads, row].map((line) => line.trim().split(/ {2,}/).length), [7, 7]);
  match(row, /\+8\.0 % {2}\+8\.0 % to \+8\.0 % {2}worse: over the limit$/);
  match(out, /\nFailed: 12 numbers are worse by more than 5 % beyond chance\.\n$/);
});

test('runs of a store are known by number, and are what their files are', async () => {
  const store = await storeOf([few, changed(few, (trial) => (trial.system === 'vhe/vhost' ? multiplied(trial, [1.08]) : trial))]);
  const { code, out } = vhostLab('compare', '1', '2', '--store', store, '--fail-on', '5', '--format', 'json', '--metric', 'latency_us.mean');
  is(code, 1);
  const { metrics: [{ trials }] } = JSON.parse(out);
  ok(trials.length === few.trials.length && trials.every(({ system, verdict }: { system: string; verdict: string }) => verdict === (system === 'vhe/vhost' ? 'worse' : 'same')));
  match(vhostLab('compare', '1', base, '--store', store, '--fail-on', '0').out, /Of 12 trials 12 exactly the same\./);
});

test('what cannot be compared is refused in one sentence', () => {
  const single = saved('single.json', changed(few, (trial) => ({ ...trial, replicates: trial.replicates.slice(0, 1), ci95: { ...trial.ci95, latency_us: { ...trial.ci95.latency_us, mean: null } } })));
  const other = saved('other.json', changed(few, (trial) => ({ ...trial, device: 'console' })));
  for (const [words, says] of [
    [['main:quick', base], 'main:quick is neither the number of a run (vhost-lab runs) nor a results file; a revision has to be run before it can be compared (git worktree add, npm ci, vhost-lab run SUITE --out FOLDER)\n'],
    [[base, base, '--fail-on', '5 parsecs'], '--fail-on: "5 parsecs" (must be a percentage, e.g. 5%)\n'],
    [[base, base, '--metric', 'latency_us.men'], 'unknown metric: latency_us.men (did you mean latency_us.mean?)\n'],
    [[base, other], `none of the 12 trials of ${base} is among the 12 of ${other} (trials are the same by system, device, workload and parameters)\n`],
    [[base, single, '--fail-on', '5', '--metric', 'latency_us.mean'], '--fail-on: no trial has two replications on both sides, so that nothing could ever fail (set replications in the suite)\n'],
  ] as const) equal(vhostLab('compare', ...words), { code: 2, out: '', err: says });
  const { code, err } = vhostLab('compare', '1', '2');
  is(code, 2);
  ok(err.startsWith('there is no store '));
});

test.run();
