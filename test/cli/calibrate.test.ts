import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Calibration } from '../../src/calibration/calibrate.ts';
import type { Row } from '../../src/experiment/validation.ts';
import { vhostLab } from './command.ts';

const test = suite('cli: calibrate');
const folder = mkdtempSync(join(tmpdir(), 'vhost-lab-calibrate-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

test('another machine\'s profile, fitted to four rows, predicts the two that it has not seen', () => {
  const { code, out, err } = vhostLab('calibrate', '--profile', 'neoverse-n1', '--measurements', 'kut-kunpeng', '--format', 'json');
  assert.is(code, 0, err);
  const { rows, information } = JSON.parse(out) as Calibration;
  const errors = rows.map(({ after, measured, used }) => [used, Math.abs(after / measured - 1)] as const);
  assert.ok(errors.every(([used, error]) => error < (used ? 0.02 : 0.15)), out);
  assert.ok(information > 3 && information < 4);
});

test('the fitted profile is a file that validate and calibrate take', () => {
  const path = join(folder, 'board.yaml');
  const { code, out } = vhostLab('calibrate', '--profile', 'neoverse-n1', '--measurements', 'kut-kunpeng', '--out', path);
  assert.is(code, 0);
  assert.match(out, /^kut\.kunpeng920\.hvc +408 +ns +-28\.4 +\+?-?0\.\d .* fit$/m);
  assert.match(out, 'independent pieces of information for');
  assert.match(out, 'fewer than prices, so that only sums are determined');
  const mine = join(folder, 'mine.yaml');
  writeFileSync(mine, `name: mine
title: Mine
defaults: { source: here, evidence: primary, profile: ./board.yaml, metric: latency.mean, unit: ns, system: vhe/null }
measurements: [{ id: hvc, experiment: { workload: micro }, value: 408 }]
`);
  const validated = vhostLab('validate', mine, '--format', 'json', '--draws', '0');
  assert.is(validated.code, 0, validated.err);
  const { rows: [row] } = JSON.parse(validated.out) as { readonly rows: readonly Row[] };
  assert.ok(Math.abs(row.error_pct ?? Infinity) < 2);
  const again = join(folder, 'again.yaml');
  assert.is(vhostLab('calibrate', '--profile', path, '--measurements', mine, '--out', again).code, 0);
  assert.is(vhostLab('list', 'costs', '--profile', again).code, 0);
});

const tool = (name: string): string => `test/fixtures/tools/${name}`;

/** What `calibrate --from` makes of the output of tools. */
function fittedFrom(...words: readonly string[]): Calibration {
  const { code, out, err } = vhostLab('calibrate', '--profile', 'neoverse-n1', '--format', 'json', '--from', ...words);
  assert.is(code, 0, err);
  return JSON.parse(out) as Calibration;
}

test('the output of tools is fitted to directly: the same as what import writes', () => {
  const path = join(folder, 'kvm-unit-tests.yaml');
  vhostLab('import', tool('kvm-unit-tests.txt'), '--profile', 'neoverse-n1', '--out', path);
  const { out } = vhostLab('calibrate', '--profile', 'neoverse-n1', '--measurements', path, '--format', 'json');
  assert.equal(fittedFrom(tool('kvm-unit-tests.txt')), JSON.parse(out));
});

test('each file is recognised by its content, and several give one fit', () => {
  const { rows } = fittedFrom(tool('perf-bench-pipe.txt'), tool('perf-bench-syscall.txt'), '--set', 'workload.of=host');
  assert.equal(rows.map(({ id, used }) => [id, used]), [['perf-bench-pipe.sched_pipe', true], ['perf-bench-syscall.syscall_basic', true]]);
  for (const { id, before, after, measured } of rows) assert.ok(Math.abs(after / measured - 1) < 0.01 && Math.abs(before / measured - 1) > 0.3, id);
  assert.equal(fittedFrom(tool('lmbench.txt')).rows.map(({ id }) => id), ['lmbench.simple_syscall', 'lmbench.lat_ctx']);
});

test('of fio its rate and its mean are fitted to; percentiles are checked', () => {
  const { rows } = fittedFrom(tool('fio.json'), '--system', 'vhe/vhost', '--set', 'device.service=115us');
  assert.equal(rows.filter(({ used }) => used).map(({ id }) => id), ['fio.throughput', 'fio.latency']);
  assert.equal(rows.filter(({ used }) => !used).map(({ id }) => id), ['fio.p50', 'fio.p90', 'fio.p99', 'fio.p999', 'fio.p9999']);
});

test('files of measurements and of tools go together', () => {
  const { rows } = fittedFrom(tool('lmbench.txt'), '--measurements', 'kut-kunpeng');
  assert.is(rows.filter(({ used }) => used).length, 4 + 2);
  assert.is(rows.filter(({ used }) => !used).length, 2);
});

test('a price that had to go far is told, with what to ask oneself', () => {
  const { out } = vhostLab('calibrate', '--profile', 'neoverse-n1', '--from', tool('perf-bench-pipe.txt'), '--set', 'workload.of=host');
  assert.match(out, /^context_switch was moved by \d\.\d standard deviations of its prior: is the experiment what was run/m);
  assert.not.match(vhostLab('calibrate', '--profile', 'neoverse-n1', '--from', tool('kvm-unit-tests.txt')).out, 'standard deviations');
});

test('what cannot be fitted is refused with one sentence, and nothing is written', () => {
  const out = join(folder, 'none.yaml');
  const refused = (...words: readonly string[]): string => {
    const { code, err, out: text } = vhostLab('calibrate', ...words, '--out', out);
    assert.equal([code, existsSync(out)], [2, false], text);
    return err;
  };
  assert.match(refused('--profile', 'neoverse-n2', '--measurements', 'kut-n1'), 'unknown profile: neoverse-n2 (did you mean neoverse-n1?)');
  assert.match(refused('--profile', 'neoverse-n1', '--measurements', 'left-out'), 'nothing can be fitted');
  assert.match(refused('--profile', 'neoverse-n1', '--measurements', 'emulated-micro'), 'latency.mean in instructions: profile neoverse-n1 counts time');
  assert.match(refused('--profile', 'neoverse-n1'), 'nothing to fit to: name files of measurements (--measurements), or of what tools printed (--from)');
  assert.match(refused('--profile', 'neoverse-n1', '--suggest', 'quick'), 'nothing to fit to');
  assert.match(refused('--profile', 'neoverse-n1', '--measurements', 'kut-n1', '--set', 'workload.of=host'), '--set: says what a tool of --from measured (name what it printed, or leave it out)');
  assert.match(refused('--profile', 'neoverse-n1', '--measurements', 'kut-n1', '--catalogue', 'common-tools'), '--catalogue: says what --suggest picks from');
  assert.match(refused('--profile', 'neoverse-n1', '--from', tool('fio.json')), 'fio.json: only you know which system served the guest: name it');
  assert.match(refused('--profile', 'neoverse-n1', '--from', tool('ftrace-net.txt'), '--system', 'vhe/vhost'), 'only you know what the guest did meanwhile');
  assert.match(refused('--profile', 'neoverse-n1', '--from', tool('lmbench.txt'), '--set', 'workload.off=host'), 'unknown parameter: workload.off');
  assert.match(refused('--profile', 'neoverse-n1', '--from', 'README.md'), /README\.md:1: not the output of a tool that is read here/);
});

test.run();
