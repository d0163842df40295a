import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { readMeasurements } from '../../src/formats/measurements-file.ts';
import { mutated } from './mutated.ts';
import { refusal, valueOrRefusal } from './refusal.ts';

const test = suite('formats/measurements-file');

const text = `name: mine
title: My board
defaults:
  source: 'three runs'
  evidence: primary
  profile: ./board.yaml
  metric: latency.mean
  unit: ns
  system: vhe/null
  experiment: { workload: micro, set: { policy.gic: v2 } }
measurements:
  - { id: hvc, experiment: { set: { workload.operation: hypercall } }, value: 310, use: fit }
  - id: reads
    system: vhe/user-thread[io=iothread]
    experiment: { device: blk, workload: fio:randread-4k, policy: linux-6.1-qemu-7.2, set: { ring: { size: 64 } }, requests: 2000 }
    metric: throughput
    unit: k/s
    value: 31.5
    group: disk
  - { id: split, system: nvhe/null, above: 1, below: 5.7, against: { system: vhe/null } }
left_out:
  - { id: 'other.*', why: not a path of the model }
`;
const refused = (from: string | RegExp, to: string): readonly string[] => refusal(() => readMeasurements(text.replace(from, to), 'm.yaml')).split('\n');

test('reads measurements; what a row does not say stands in the defaults, settings key by key', () => {
  const { name, measurements: [hvc, reads, split], leftOut } = readMeasurements(text, 'm.yaml');
  is(name, 'mine');
  equal(leftOut, [{ id: 'other.*', why: 'not a path of the model' }]);
  const shared = { source: 'three runs', evidence: 'primary', profile: './board.yaml', tolerance: 0, seed: 1 } as const;
  equal(hvc, {
    ...shared, id: 'hvc', group: 'mine', system: 'vhe/null', device: 'null', workload: 'micro', policy: 'no-polling', set: { 'policy.gic': 'v2', 'workload.operation': 'hypercall' }, requests: 300,
    metric: 'latency.mean', target: { value: 310 }, unit: 'ns', use: 'fit',
  });
  equal(reads, {
    ...shared, id: 'reads', group: 'disk', system: 'vhe/user-thread', device: 'blk', workload: 'fio:randread-4k', policy: 'linux-6.1-qemu-7.2', set: { 'policy.gic': 'v2', 'ring.size': 64 }, requests: 2000,
    metric: 'throughput', target: { value: 31.5 }, unit: 'k/s', use: 'validation',
  });
  equal(split.target, { above: 1, below: 5.7 });
  equal([split.system, split.against?.system, split.against?.as, split.against?.set], ['nvhe/null', 'vhe/null', 'ratio', { 'policy.gic': 'v2' }]);
});

test('every fault has its line, its column, its value and what would be right', () => {
  equal(refused('use: fit', 'use: fitted'), ['m.yaml:12:89: unknown use: fitted (known: fit, validation)']);
  equal(refused('operation: hypercall', 'operation: hypercal'), ['m.yaml:12:57: workload.operation: unknown choice: hypercal (did you mean hypercall?)']);
  ok(refused('metric: throughput', 'metric: thruput')[0].startsWith('m.yaml:16:13: unknown metric: thruput (known: throughput, '));
  equal(refused('unit: k/s', 'unit: ns'), ['m.yaml:17:11: unit: ns (throughput is in 1/s, k/s)']);
  equal(refused('system: vhe/null\n', 'system: vhe/nul\n')[0], 'm.yaml:9:11: unknown backend: nul (did you mean null?)');
  equal(refused('ring: { size: 64 }', 'ring: { sise: 64 }'), ['m.yaml:15:102: unknown parameter: ring.sise (did you mean ring.size?)']);
  equal(refused('policy.gic: v2', 'policy.gic: v4')[0], 'm.yaml:10:53: policy.gic: unknown choice: v4 (did you mean v2?)');
  equal(refused(', value: 310', ''), ['m.yaml:12:5: value is missing (or above, or below)']);
  equal(refused('above: 1', 'value: 2, above: 1'), ['m.yaml:20:5: value and a range (only one of them)']);
  equal(refused('above: 1', 'above: 6'), ['m.yaml:20:54: below: 5.7 (must be more than above, 6)']);
  equal(refused('id: split', 'id: hvc'), ['m.yaml:20:11: id: hvc stands here twice']);
  equal(refused('  evidence: primary\n', '')[0], 'm.yaml:11:5: evidence is missing (in this measurement and in the defaults)');
  ok(refused('against: { system: vhe/null }', 'against: { system: vhe/nil }')[0].startsWith('m.yaml:20:78: unknown backend: nil (known: '));
});

test('a misspelt key is named with the one that was meant', () => {
  equal(refused('evidence: primary', 'evidense: primary')[0], 'm.yaml:5:3: unknown key: evidense (did you mean evidence?)');
});

test('any text is read or refused, with a position', () => {
  fc.assert(fc.property(mutated(text), (broken) => valueOrRefusal((file) => readMeasurements(broken, file))), { numRuns: 300 });
});

test('every example of the README is read', () => {
  const readme = readFileSync(new URL('../../lab/measurements/README.md', import.meta.url), 'utf8');
  const examples = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml);
  ok(examples.length > 0);
  for (const example of examples) ok(readMeasurements(example, 'README.md').measurements.length >= 4);
});

test.run();
