import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Row } from '../../src/experiment/validation.ts';
import { vhostLab } from './command.ts';

const test = suite('cli: import');
const folder = mkdtempSync(join(tmpdir(), 'vhost-lab-import-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));
const fixture = (name: string): string => `test/fixtures/tools/${name}`;

/** What `validate` makes of what `import` writes. */
function validated(...words: readonly string[]): readonly Row[] {
  const out = join(folder, 'mine.yaml');
  const written = vhostLab('import', ...words, '--out', out);
  assert.equal(written, { code: 0, out: '', err: '' });
  const { code, out: json, err } = vhostLab('validate', out, '--format', 'json', '--draws', '0');
  assert.is(code, 0, err);
  return (JSON.parse(json) as { readonly rows: readonly Row[] }).rows;
}

test('the micro-bench of a machine is predicted by its profile', () => {
  const rows = validated(fixture('kvm-unit-tests.txt'), '--profile', 'neoverse-n1');
  assert.equal(rows.map(({ id }) => id), ['hvc', 'mmio_read_user', 'mmio_read_vgic', 'eoi', 'ipi', 'lpi'].map((id) => `kvm-unit-tests.${id}`));
  for (const { id, error_pct } of rows) assert.ok(Math.abs(error_pct ?? Infinity) < 1, id);
});

test('where something ran is the user\'s to say', () => {
  const [row] = validated(fixture('perf-bench-pipe.txt'), '--profile', 'neoverse-n1', '--set', 'workload.of=host', '--name', 'pipe');
  assert.equal([row.id, row.measured, row.unit], ['pipe.sched_pipe', 12_320, 'ns']);
  const rows = validated(fixture('fio.json'), '--profile', 'neoverse-n1', '--system', 'vhe/user-thread', '--set', 'device.service=20us');
  assert.ok(rows.length === 7 && rows.every(({ system }) => system === 'vhe/user-thread'));
});

test('a kernel trace counts per request, and the model meets it', () => {
  const rows = validated(
    fixture('ftrace-blk.txt'), '--profile', 'emulated-n1', '--system', 'vhe/user-thread[io=vcpu]', '--workload', 'fio:randread-4k', '--policy', 'linux-6.1-qemu-7.2',
    '--set', 'device.service=0', '--set', 'topology.core_map=shared', '--requests', '10',
  );
  for (const { id, predicted, measured, tolerance } of rows) assert.ok(Math.abs(predicted - (measured ?? NaN)) <= tolerance, `${id}: ${predicted} for ${measured}`);
});

test('what cannot be known or read is refused with one sentence, and nothing is written', () => {
  const out = join(folder, 'none.yaml');
  const refused = (...words: readonly string[]): string => {
    const { code, out: text, err } = vhostLab('import', ...words, '--out', out);
    assert.equal([code, text, existsSync(out)], [2, '', false], words.join(' '));
    return err;
  };
  assert.match(refused(fixture('fio.json'), '--profile', 'neoverse-n1'), 'only you know which system served the guest');
  assert.match(refused(fixture('ftrace-net.txt'), '--profile', 'neoverse-n1', '--system', 'vhe/vhost'), 'only you know what the guest did meanwhile');
  assert.match(refused(fixture('lmbench.txt'), '--profile', 'neoverse-n1', '--set', 'workload.off=host'), 'unknown parameter: workload.off');
  assert.match(refused(fixture('lmbench.txt')), /--profile/);
  assert.match(refused(fixture('lmbench.txt'), '--profile', 'neoverse-n1', '--requests', '0'), '--requests: 0 (must be a whole number above 0)');
  assert.match(refused('nowhere.txt', '--profile', 'neoverse-n1'), 'cannot read nowhere.txt: no such file or directory');
  const binary = join(folder, 'binary.txt');
  writeFileSync(binary, Buffer.from('# Running \'sched/pipe\' benchmark:\n\xff\xfe\n', 'latin1'));
  assert.match(refused(binary, '--profile', 'neoverse-n1'), /binary\.txt:2: .* is no letter of a text/);
});

test.run();
