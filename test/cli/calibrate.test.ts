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
  assert.match(refused('--profile', 'neoverse-n1'), '--measurements');
});

test.run();
