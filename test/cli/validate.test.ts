import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Row } from '../../src/experiment/validation.ts';
import { root, vhostLab } from './command.ts';

const test = suite('cli: validate');
const folder = mkdtempSync(join(tmpdir(), 'vhost-lab-validate-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const mine = (value: number): string => `name: mine
title: Mine
defaults: { source: here, evidence: primary, profile: neoverse-n1, metric: latency.mean, unit: ns, system: vhe/null }
measurements:
  - { id: mine.hvc, experiment: { workload: micro, set: { workload.operation: hypercall } }, value: ${value} }
  - { id: mine.order, experiment: { workload: micro, set: { workload.operation: mmio_user } }, against: { experiment: { set: { workload.operation: hypercall } } }, above: 2 }
`;

test('a file that it has never seen: every row with what a program needs', () => {
  const { code, out, err } = vhostLab('validate', file('mine.yaml', mine(300)), '--format', 'json', '--draws', '6');
  assert.is(code, 0, err);
  const { rows, groups, draws } = JSON.parse(out) as { rows: readonly Row[]; groups: readonly unknown[]; draws: number };
  assert.is(draws, 6);
  assert.is(groups.length, 1);
  assert.equal(rows.map(({ id }) => id), ['mine.hvc', 'mine.order']);
  const [{ id, system, metric, unit, predicted, low, high, measured, error_pct, evidence, use, null_from }, order] = rows;
  assert.equal({ id, system, metric, unit, predicted, measured, evidence, use }, { id: 'mine.hvc', system: 'vhe/null', metric: 'latency.mean', unit: 'ns', predicted: 292, measured: 300, evidence: 'primary', use: 'validation' });
  assert.ok(low < 292 && high > 292 && Math.abs((error_pct ?? 0) + 8 / 3) < 1e-9);
  assert.is(null_from, 'kut.n1.plain.hvc');
  assert.equal([order.measured, order.above, order.right], [null, 2, true]);
});

test('exits with 1 where an error exceeds --max-error, and says which; with 0 where none does', () => {
  const path = file('off.yaml', mine(400));
  const { code, err, out } = vhostLab('validate', path, '--max-error', '20', '--draws', '0');
  assert.is(code, 1);
  assert.match(err, 'of 2 miss by more than 20 %: mine.hvc');
  assert.match(out, 'mine.hvc');
  assert.is(vhostLab('validate', path, '--max-error', '30', '--draws', '0').code, 0);
  assert.is(vhostLab('validate', path, '--draws', '0').code, 0);
});

test('files of the lab go by their names, several at once', () => {
  const { code, out } = vhostLab('validate', 'kut-n1', 'm400', '--draws', '0');
  assert.is(code, 0);
  assert.match(out, /^id +system +metric +predicted +low +high +measured +unit +error_% +null_% +evidence +use$/m);
  assert.match(out, /^kut\.n1\.plain\.hvc +vhe\/null +latency\.mean +292 +292 +292 +292 +ns +0\.0 .* primary +fit$/m);
  assert.match(out, 'dall16.t2.hypercall.kvm_arm');
  assert.match(out, /^kut-n1 +fit +6 +0\.0 +0\.\d +kut\.n1\.plain\.ipi /m);
  assert.match(out, /^m400 +validation .* 1 of 1$/m);
});

test('what cannot be read is refused with one sentence and exit code 2', () => {
  const refused = (text: string): string => {
    const { code, out, err } = vhostLab('validate', file('bad.yaml', text));
    assert.equal([code, out], [2, '']);
    return err;
  };
  assert.match(refused(mine(300).replace('vhe/null', 'vhe/nul')), /bad\.yaml:3:\d+: unknown backend: nul \(did you mean null\?\)/);
  assert.match(refused(mine(300).replace('unit: ns', 'unit: cycles')), /bad\.yaml: mine\.hvc: latency\.mean in cycles: profile neoverse-n1 has no clock_ghz/);
  assert.match(refused(mine(300).replace('neoverse-n1', 'neoverse-n3')), /bad\.yaml: mine\.hvc: unknown profile: neoverse-n3 \(did you mean neoverse-n1\?\)/);
  assert.match(refused(mine(300).replace('mmio_user', 'virtual_ipi')), /bad\.yaml: mine\.order: .*virtual_ipi needs two vCPUs/);
  for (const words of [['--max-error', 'x'], ['--draws', '1.5'], ['--format', 'xml'], ['nowhere.yaml'], ['kut-n2']]) assert.is(vhostLab('validate', ...words).code, 2, words.join(' '));
});

test('an HTML page is written where it was asked for, whole', () => {
  const path = join(folder, 'accuracy.html');
  const { code, out } = vhostLab('validate', 'kut-kunpeng', '--format', 'html', '--draws', '2', '--out', path);
  assert.equal([code, out], [0, '']);
  const page = readFileSync(path, 'utf8');
  assert.ok(page.startsWith('<!doctype html>') && page.trimEnd().endsWith('</html>') && page.includes('<svg role="img"'));
  assert.not(existsSync(join(folder, '.accuracy.html')));
});

test('the table of the README is what the command prints', () => {
  const { code, out } = vhostLab('validate', '--format', 'markdown', '--draws', '0');
  assert.is(code, 0);
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  assert.is(/<!-- accuracy: .*? -->\n([\s\S]*?)<!-- \/accuracy -->/.exec(readme)?.[1], out);
});

test.run();
