import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { stringify } from 'yaml';
import { predictions } from '../../src/calibration/predict.ts';
import type { Suggestion } from '../../src/calibration/suggest.ts';
import { readCatalogue } from '../../src/formats/catalogue-file.ts';
import { readResults } from '../../src/formats/results-file.ts';
import { labProfile } from '../specimen.ts';
import { emptyFolder, fileWith, root, vhostLab } from './command.ts';

const test = suite('cli: calibrate --suggest');

const small = fileWith('small.yaml', `name: small
systems: [vhe/vhost, nvhe/vhost]
devices: [net]
workloads: [rr]
profile: neoverse-n1
policy: no-polling
requests: 300
replications: 2
seed: 1
baseline: vhe/vhost
`);
const lab = readFileSync(join(root, 'lab/catalogue/common-tools.yaml'), 'utf8');
/** A catalogue of some entries of the lab's, which are quickly predicted. */
const some = (name: string, ...ids: readonly string[]): string =>
  fileWith(`${name}.yaml`, `name: ${name}\ntitle: ${name}\nmeasurements:\n${lab.split(/^(?= {2}- id: )/m).filter((entry) => ids.some((id) => entry.startsWith(`  - id: ${id}\n`))).join('')}`);
const kernels = some('kernels', 'kut-micro-bench', 'lmbench-ctx-host', 'perf-syscall-host');

interface Advised {
  readonly questions: readonly { readonly id: string; readonly lead: number }[];
  readonly suggestions: readonly (Suggestion & { readonly system: string; readonly title: string; readonly command: string })[];
}

function advised(...words: readonly string[]): Advised {
  const { code, out, err } = vhostLab('calibrate', '--profile', 'neoverse-n1', '--suggest', small, '--format', 'json', ...words);
  assert.is(code, 0, err);
  return JSON.parse(out) as Advised;
}

const found = advised('--catalogue', kernels);

test('says how sure the answer is, and what to measure, with the command', () => {
  assert.equal(found.questions.map(({ id }) => id), ['net · rr: vhe/vhost against nvhe/vhost']);
  assert.ok(found.suggestions.length >= 2 && found.suggestions.length <= 5);
  for (const { command, system, before: [before], after: [after] } of found.suggestions) {
    assert.match(command, /lat_|arm-run/);
    assert.match(system, /^n?vhe\/null$/);
    assert.ok(after.sd < 0.99 * before.sd && after.right >= before.right - 1e-4);
  }
});

test('the first one, once it is made, narrows the lead that drawn profiles show as far as was said', () => {
  const [first] = found.suggestions;
  const base = labProfile('neoverse-n1');
  // What this machine would have shown: what the model predicts at its own prices.
  const made = readCatalogue(lab, 'lab').find(({ title, system }) => title === first.title && system === first.system);
  assert.ok(made);
  const measured = made.rows.map((row) => ({ ...row, profile: base.name, group: 'made', target: { value: NaN }, unit: 'ns', tolerance: 0, source: 'made', evidence: 'primary', use: 'fit' } as const));
  const { values } = predictions(measured, base, { profile: () => base, fio: () => [] });
  const file = fileWith('made.yaml', stringify({
    name: 'made', title: 'Made', defaults: { source: 'made', evidence: 'primary', profile: 'neoverse-n1', unit: 'ns', use: 'fit' },
    measurements: made.rows.map(({ id, system, workload, device, set, metric, error_pct }, i) => ({ id, system, experiment: { workload, device, set }, metric, value: values[i], tolerance: (values[i] * error_pct) / 100 })),
  }));
  const fitted = join(emptyFolder(), 'fitted.yaml');
  const { code, err } = vhostLab('calibrate', '--profile', 'neoverse-n1', '--measurements', file, '--out', fitted);
  assert.is(code, 0, err);
  const [before, after] = ['neoverse-n1', fitted].map(leadSd);
  const said = first.after[0].sd / first.before[0].sd;
  assert.ok(after < 0.97 * before, `${after} for ${before}`);
  assert.ok(Math.abs(after / before / said - 1) < 0.2, `${after} of ${before}, where ${said} of it was said`);
});

/** Standard deviation of the logarithm of the lead over the draws of `run --uncertainty`. */
function leadSd(profile: string): number {
  const folder = emptyFolder();
  assert.is(vhostLab('run', small, '--profile', profile, '--uncertainty', '50', '--out', folder).code, 0);
  const [a, b] = readResults(readFileSync(join(folder, 'small.json'), 'utf8'), 'small.json').trials.map(({ uncertainty }) => uncertainty?.drawn.mean_latency_us ?? []);
  const leads = a.map((value, draw) => Math.log(value / b[draw]));
  const mean = leads.reduce((sum, lead) => sum + lead, 0) / leads.length;
  return Math.sqrt(leads.reduce((sum, lead) => sum + (lead - mean) ** 2, 0) / leads.length);
}

test('catalogues come in any order', () => {
  // In the file the one with kvm-unit-tests comes first.
  assert.equal(advised('--catalogue', some('others', 'lmbench-ctx-host', 'perf-syscall-host'), some('one', 'kut-micro-bench')), found);
});

test('after a fit it begins where that leaves it, and what was measured is not worth measuring again', () => {
  assert.ok(found.suggestions.some(({ title, system }) => title.startsWith('kvm-unit-tests') && system === 'vhe/null'));
  const { code, out, err } = vhostLab('calibrate', '--profile', 'neoverse-n1', '--measurements', 'kut-n1', '--suggest', small, '--catalogue', kernels);
  assert.is(code, 0, err);
  assert.match(out, /independent pieces[\s\S]*How sure the answers are/);
  assert.match(out, /^comparison +lead_% +±_sd +after +right +expected$/m);
  assert.match(out, /^# +measurement +system +sd_before +sd_after +right_before +expected_after$/m);
  assert.match(out, /^1\. kvm-unit-tests micro-bench \(nvhe\/null\)\n   # on the host/m);
  assert.not.match(out.split('How sure')[1], /kvm-unit-tests micro-bench \(vhe/);
});

test('what makes no sense is refused', () => {
  const refused = (...words: readonly string[]): string => {
    const { code, err } = vhostLab('calibrate', '--profile', 'neoverse-n1', ...words);
    assert.is(code, 2);
    return err;
  };
  assert.match(refused('--suggest', 'standart'), 'unknown suite: standart (did you mean standard?)');
  assert.match(refused('--suggest', small, '--most', '0'), '--most: 0 (must be a whole number from 1 to 100)');
  assert.match(refused('--suggest', small, '--catalogue', 'common-tool'), 'unknown catalogue: common-tool (did you mean common-tools?)');
  const alone = join(dirname(small), 'alone.yaml');
  writeFileSync(alone, readFileSync(small, 'utf8').replace(', nvhe/vhost', ''));
  assert.match(refused('--suggest', alone), 'nowhere in it is there more than one candidate');
});

test.run();
