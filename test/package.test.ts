import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import lock from '../package-lock.json' with { type: 'json' };
import manifest from '../package.json' with { type: 'json' };

const test = suite('package');
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vhost-lab-package-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Runs a program in the new folder, cut off from registries; what an `npm test` around this one has set is not inherited. */
function there(program: string, words: readonly string[], cwd = folder): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_|^INIT_CWD$/i.test(name)));
  return execFileSync(program, words, { cwd, env: { ...env, npm_config_offline: 'true' }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** What an installed copy needs besides itself, which npm has in its cache since this project was installed. */
const native = Object.fromEntries(Object.entries(lock.packages).filter(([path, entry]) => path !== '' && !('dev' in entry)));

test('the packed lab installs in an empty folder without a registry, and brings the database of its store and nothing else', () => {
  there('npm', ['pack', '--silent', '--pack-destination', folder], root);
  const [tarball = ''] = readdirSync(folder);
  assert.is(tarball, `vhost-lab-${manifest.version}.tgz`);
  const empty = { name: 'empty', private: true, type: 'module', dependencies: manifest.dependencies };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(empty));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ name: 'empty', lockfileVersion: 3, packages: { '': empty, ...native } }));
  there('npm', ['install', '--silent', '--no-audit', '--no-fund', join(folder, tarball)]);
  assert.equal(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.')), ['@duckdb', 'detect-libc', 'vhost-lab']);
});

test('its command runs there: a suite of the lab, and a report', () => {
  assert.is(there('npx', ['vhost-lab', '--version']), `${manifest.version}\n`);
  assert.match(there('npx', ['vhost-lab', 'list', 'suites']), /^standard /m);
  const out = there('npx', ['vhost-lab', 'run', 'quick', '--requests', '100']);
  assert.ok(out.endsWith('\nreport:  reports/quick.html\nnumbers: reports/quick.json\n'), out);
});

test('where its database is not, it says so in a sentence, and runs without a store', () => {
  renameSync(join(folder, 'node_modules/@duckdb'), join(folder, 'gone'));
  try {
    assert.throws(() => there('npx', ['vhost-lab', 'run', 'quick', '--requests', '100']), (error: Error) => /^the store needs the package @duckdb\/node-api, which cannot be loaded here: .* \(install it, or do without a store: --no-store\)$/m.test(error.message));
    assert.match(there('npx', ['vhost-lab', 'run', 'quick', '--requests', '100', '--no-store']), /^numbers: reports\/quick\.json$/m);
  } finally {
    renameSync(join(folder, 'gone'), join(folder, 'node_modules/@duckdb'));
  }
});

test('its library is imported with types, and a trial runs', () => {
  writeFileSync(join(folder, 'use.ts'), `
import { expandSuite, trial, type Suite, type TrialResult } from 'vhost-lab';
export function use({ trials }: { readonly trials: readonly TrialResult[] }): readonly [perSecond: number, again: TrialResult] {
  const { spec } = trials[0]!;
  const suite: Suite = {
    name: 'mine', systems: ['vhe/vhost'], devices: [spec.device], workloads: [{ fio: 'any' }], profile: spec.profile.name, policy: 'no-polling',
    set: {}, grid: {}, requests: 100, replications: 2, seed: 1, baseline: 'vhe/vhost',
  };
  const [first] = expandSuite(suite, { profile: spec.profile, fio: () => spec.jobs ?? [] });
  return [trial(first!).metrics.throughput_per_s, trial(spec)];
}
// @ts-expect-error a specification is no text
export const wrong = () => trial('vhe/vhost');
`);
  const compilerOptions = { strict: true, exactOptionalPropertyTypes: true, module: 'nodenext', target: 'es2022', lib: ['es2022'], types: [], outDir: 'out', rootDir: '.' };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }));
  there(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.']);
  writeFileSync(join(folder, 'main.js'), `
import { readFileSync } from 'node:fs';
import { use } from './out/use.js';
const { profiles, trials } = JSON.parse(readFileSync('reports/quick.json', 'utf8'));
const results = { trials: trials.map((trial) => ({ ...trial, spec: { ...trial.spec, profile: profiles[trial.spec.profile] } })) };
const [perSecond, again] = use(results);
process.stdout.write(String(perSecond > 0 && JSON.stringify(again) === JSON.stringify(results.trials[0])));
`);
  assert.is(there(process.execPath, ['main.js']), 'true');
});

for (const guide of ['vmm', 'driver']) {
  test(`the code of its guide ${guide} is taken out as the guide says, compiles against the installed types and runs`, () => {
    const markdown = readFileSync(join(folder, 'node_modules/vhost-lab/lab/guides', `${guide}.md`), 'utf8');
    const [command = ''] = /^awk .*$/m.exec(markdown) ?? [];
    there('sh', ['-c', command]);
    const compilerOptions = { strict: true, module: 'nodenext', target: 'es2022', lib: ['es2022'], types: ['node'], typeRoots: [join(root, 'node_modules/@types')], outDir: 'out', rootDir: '.' };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [`${guide}.mts`] }));
    there(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.']);
    const [first = ''] = /^```text\n(.+)\n/m.exec(markdown)?.slice(1) ?? [];
    assert.ok(there(process.execPath, [`out/${guide}.mjs`]).startsWith(`${first}\n`));
  });
}

test('what is packed is the build, the data and the papers, below 6 MB', () => {
  const [packed] = JSON.parse(there('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], root)) as readonly { readonly unpackedSize: number; readonly files: readonly { readonly path: string }[] }[];
  const tops = new Set(packed?.files.map(({ path }) => path.split('/').slice(0, path.startsWith('lab/') ? 2 : 1).join('/')));
  for (const top of tops) assert.ok(['LICENSE', 'README.md', 'dist', 'lab/catalogue', 'lab/guides', 'lab/measurements', 'lab/profiles', 'lab/suites', 'lab/workloads', 'package.json'].includes(top), top);
  for (const top of ['LICENSE', 'dist', 'lab/catalogue', 'lab/guides', 'lab/measurements', 'lab/profiles', 'lab/suites', 'lab/workloads']) assert.ok(tops.has(top), top);
  assert.ok((packed?.unpackedSize ?? Infinity) < 6e6);
});

test.run();
