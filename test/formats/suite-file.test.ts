import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import type { FioJob, Profile } from '../../src/experiment/spec.ts';
import { expandSuite, gridSize, type Sources } from '../../src/experiment/suite.ts';
import { systems } from '../../src/experiment/systems.ts';
import { readOverrides } from '../../src/formats/overrides-file.ts';
import { readSuite } from '../../src/formats/suite-file.ts';
import { mutated } from './mutated.ts';
import { refusal, valueOrRefusal } from './refusal.ts';

const test = suite('formats/suite-file');

const text = `name: mine
systems: [vhe/vhost, "vhe/user-thread[io=vcpu]"]
devices:
  - blk
  - console
workloads: [fio:randread-4k, fio: ./own/jobs.fio, console]
profile: neoverse-n1
policy: no-polling
set:
  ring.event_idx: false
  costs: { context_switch: 1.5us }
grid:
  workload.iodepth: [1, 32]
requests: 100
replications: 2
seed: 7
baseline: vhe/vhost
`;
const profile: Profile = { name: 'p', title: 'P', versions: {}, costs: {} };
const job: FioJob = { name: 'j', rw: 'randread', readSizes: [[4096, 1]], writeSizes: [], iodepth: 1, numjobs: 1, rwmixread: 50, rateIops: 0, thinktimeNs: 0, fsync: 0, runtimeNs: 0, numberIos: 0 };
const sources: Sources = { profile, fio: () => [job] };
const refused = (from: string | RegExp, to: string): readonly string[] => refusal(() => readSuite(text.replace(from, to), 's.yaml')).split('\n');

test('reads a suite', () => {
  equal(readSuite(text, 's.yaml'), {
    name: 'mine', systems: ['vhe/vhost', 'vhe/user-thread[io=vcpu]'], devices: ['blk', 'console'], workloads: [{ fio: 'randread-4k' }, { fio: './own/jobs.fio' }, 'console'],
    profile: 'neoverse-n1', policy: 'no-polling', set: { 'ring.event_idx': false, 'costs.context_switch': '1.5us' }, grid: { 'workload.iodepth': [1, 32] },
    requests: 100, replications: 2, seed: 7, baseline: 'vhe/vhost',
    where: { profile: 's.yaml:7:10', 'fio:randread-4k': 's.yaml:6:13', 'fio:./own/jobs.fio': 's.yaml:6:30', 'ring.event_idx': 's.yaml:10:19', 'costs.context_switch': 's.yaml:11:28', 'workload.iodepth': 's.yaml:13:21' },
  });
});

test('the same text gives deeply equal trials', () => {
  equal(expandSuite(readSuite(text, 'a'), sources), expandSuite(readSuite(text, 'b'), sources));
});

test('what can be left out has its default', () => {
  const { requests, replications, seed, policy, set, grid } = readSuite('name: n\nsystems: all\ndevices: [blk]\nworkloads: [fio:x]\nprofile: p\nbaseline: vhe/vhost\n', 's');
  equal({ requests, replications, seed, policy, set, grid }, { requests: 10_000, replications: 5, seed: 1, policy: 'no-polling', set: {}, grid: {} });
});

test('all is every system', () => {
  equal(readSuite(text.replace(/systems: .*/, 'systems: all'), 's').systems, Object.keys(systems));
});

test('every fault has its line, its column, its value and what would be right', () => {
  const cases: readonly (readonly [from: string | RegExp, to: string, message: string])[] = [
    ['vhe/vhost,', 'vhe/vhots,', 's.yaml:2:11: unknown backend: vhots (did you mean vhost?)'],
    ['- blk', '- blkk', 's.yaml:4:5: unknown device: blkk (did you mean blk?)'],
    [', console]', ', consol]', 's.yaml:6:51: unknown workload: consol (did you mean console?)'],
    ['fio:randread-4k', 'fio', 's.yaml:6:13: fio needs a job file (write fio:NAME for one of the lab, fio:./path.fio for one beside the suite)'],
    ['fio: ./own/jobs.fio', 'fio: ../jobs.fio', 's.yaml:6:30: not a job file: ../jobs.fio (write fio:NAME for one of the lab, fio:./path.fio for one beside or below the suite)'],
    ['policy: no-polling', 'policy: no-poling', 's.yaml:8:9: unknown policy: no-poling (did you mean no-polling?)'],
    ['profile: neoverse-n1', 'profile: /etc/passwd', 's.yaml:7:10: profile: /etc/passwd (must be the name of a profile, or ./path.yaml beside or below this file)'],
    ['name: mine', 'name: ../mine', 's.yaml:1:7: name: ../mine (must be letters, digits, points, dashes and underscores, at most 64)'],
    ['ring.event_idx: false', 'ring.event_idy: false', 's.yaml:10:3: unknown parameter: ring.event_idy (did you mean ring.event_idx?)'],
    ['ring.event_idx: false', 'ring: { event_idx: maybe }', 's.yaml:10:22: ring.event_idx: maybe (must be true or false)'],
    ['ring.event_idx: false', 'ring.event_idx:', 's.yaml:10:18: ring.event_idx: null (must be a number, true, false or a text)'],
    ['context_switch: 1.5us', 'context_switch: -1us', 's.yaml:11:28: costs.context_switch: -1us (must be at least 0ns)'],
    ['context_switch: 1.5us', 'context_switch: .nan', 's.yaml:11:28: context_switch: NaN (must be a number, true, false or a text)'],
    ['context_switch: 1.5us }', 'context_switch: 1.5us }\n  costs.context_switch: 2', 's.yaml:12:3: duplicate key: costs.context_switch'],
    ['workload.iodepth: [1, 32]', 'workload.iodepth: 4', 's.yaml:13:21: workload.iodepth: 4 (must be a list of values to try)'],
    ['workload.iodepth: [1, 32]', 'workload.iodepth: []', 's.yaml:13:21: workload.iodepth: [] (must have at least 1 item)'],
    ['[1, 32]', '[1, 32, 0x20]', 's.yaml:13:29: workload.iodepth: 32 stands here twice'],
    ['[1, 32]', '[1, -4]', 's.yaml:13:25: workload.iodepth: -4 (must be at least 0)'],
    ['requests: 100', 'requests: 0', 's.yaml:14:11: requests: 0 (must be at least 1)'],
    ['requests: 100', 'requests: 1.5', 's.yaml:14:11: requests: 1.5 (must be a whole number)'],
    ['requests: 100', 'requests: .inf', 's.yaml:14:11: requests: Infinity (must be a number)'],
    ['requests: 100', 'requests: many', 's.yaml:14:11: requests: many (must be a number)'],
    ['requests: 100', 'request: 100', 's.yaml:14:1: unknown key: request (did you mean requests?)'],
    ['seed: 7', 'seed: -7', 's.yaml:16:7: seed: -7 (must be at least 0)'],
    ['seed: 7', 'seed: 1e300', 's.yaml:16:7: seed: 1e+300 (must be at most 9007199254740991)'],
    [/baseline: .*\n/, '', 's.yaml:1:1: baseline is missing (must be a text)'],
    ['baseline: vhe/vhost', 'baseline: vhe/null', 's.yaml:17:11: baseline vhe/null is not among the systems of this suite'],
    [/systems: .*/, 'systems: []', 's.yaml:2:10: systems: [] (must have at least 1 item)'],
    [/systems: .*/, 'systems: [vhe/vhost, 3]', 's.yaml:2:22: systems: 3 (must be a text)'],
    [/systems: .*/, 'systems: 3', 's.yaml:2:10: systems: 3 (must be all or a list of systems)'],
    ['  - console\n', '', 's.yaml:5:51: console drives no device of this suite (it drives console)'],
  ];
  for (const [from, to, message] of cases) equal(refused(from, to), [message]);
});

test('all faults of a file come at once, in its order, ten lines at most', () => {
  const many = text.replace('vhe/vhost,', 'vhe/vhots,').replace('requests: 100', 'requests: 0').replace('policy: no-polling', 'policy: no').replace('seed', 'sed');
  equal(refusal(() => readSuite(many, 's')).split('\n').map((line) => line.split(':')[1]), ['2', '8', '14', '16']);
  const more = text.replace('  ring.event_idx: false\n', Array.from({ length: 30 }, (_, i) => `  ring.x${i}: 1\n`).join(''));
  const lines = refusal(() => readSuite(more, 's')).split('\n');
  is(lines.length, 10);
  is(lines.at(-1), 's: and 21 more problems');
});

test('--set-file is flat or nested, and its faults have their place', () => {
  equal(readOverrides('ring: { event_idx: false }\ncosts.gpr_save: 2us\n', 'o'), { set: { 'ring.event_idx': false, 'costs.gpr_save': '2us' }, grid: {} });
  equal(refusal(() => readOverrides('ring.event_idy: false\ncosts:\n  gpr_save: -1\n  gpr_sav: 1\n', 'o.yaml')).split('\n'), [
    'o.yaml:1:1: unknown parameter: ring.event_idy (did you mean ring.event_idx?)',
    'o.yaml:3:13: costs.gpr_save: -1 (must be at least 0ns)',
    'o.yaml:4:3: unknown parameter: costs.gpr_sav (did you mean costs.gpr_save?)',
  ]);
  equal(refusal(() => readOverrides('- a\n', 'o.yaml')), 'o.yaml:1:1: the file: a list (must be a mapping)');
});

test('--set-file may also say how often to measure, and what to vary', () => {
  equal(readOverrides('requests: 2000\nreplications: 5\nseed: 7\ncosts.gpr_save: 2\ngrid: { workload: { iodepth: [3] } }\n', 'o'), {
    requests: 2000, replications: 5, seed: 7, set: { 'costs.gpr_save': 2 }, grid: { 'workload.iodepth': [3] },
  });
  equal(refusal(() => readOverrides('requests: 0\ngrid: 3\nseed: one\n', 'o.yaml')).split('\n'), [
    'o.yaml:1:11: requests: 0 (must be at least 1)',
    'o.yaml:2:7: grid: 3 (must be a mapping)',
    'o.yaml:3:7: seed: one (must be a number)',
  ]);
});

test('the suites of the lab are right, and their fio files are there', () => {
  const files = readdirSync('lab/suites').filter((file) => file.endsWith('.yaml'));
  ok(['standard.yaml', 'quick.yaml', 'console-length.yaml'].every((file) => files.includes(file)));
  for (const file of files) {
    const read = readSuite(readFileSync(`lab/suites/${file}`, 'utf8'), file);
    is(`${read.name}.yaml`, file);
    ok(readdirSync('lab/profiles').includes(`${read.profile}.yaml`));
    const fio = (name: string): readonly FioJob[] => (readFileSync(`lab/workloads/${name}.fio`), [job]);
    is(expandSuite(read, { profile, fio }).length, gridSize(read));
  }
});

test('any text and any mutilated suite is a suite that expands, or a refusal', () => {
  const bits = fc.oneof(mutated(text), mutated(readFileSync('lab/suites/standard.yaml', 'utf8')), fc.string({ unit: 'binary' }), fc.constantFrom('null', '[]', '3', 'systems: {}', 'set: 3', 'grid: [1]'));
  fc.assert(
    fc.property(bits, (text) =>
      valueOrRefusal((file) => {
        const suite = readSuite(text, file);
        is(expandSuite(suite, sources).length, gridSize(suite));
      }),
    ),
    { numRuns: 1000 },
  );
});

test('any mutilated --set-file is a value or a refusal', () => {
  fc.assert(fc.property(mutated('ring: { event_idx: false, size: 128 }\ncosts.gpr_save: 2us\nworkload:\n  iodepth: 3\n'), (text) => valueOrRefusal((file) => readOverrides(text, file))), { numRuns: 300 });
});

test('a suite from a stranger takes no long time to refuse', () => {
  const start = performance.now();
  const long = (n: number, line: (i: number) => string): string => Array.from({ length: n }, (_, i) => line(i)).join('\n');
  const worst = [`set:\n${long(999, (i) => `  ring.sise${i}: ${i}`)}`, `set:\n${long(20_000, (i) => `  ring.sise${i}: ${i}`)}`, `systems:\n${long(20_000, (i) => `  - vhe/vhots${i}`)}`, `grid:\n  costs.gpr_save:\n${long(20_000, (i) => `    - ${i}`)}`, long(20_000, (i) => `kei${i}: 1`)];
  for (const body of worst) {
    valueOrRefusal((file) => readSuite(body, file));
  }
  ok(performance.now() - start < 20_000, `${performance.now() - start} ms`);
});

test.run();
