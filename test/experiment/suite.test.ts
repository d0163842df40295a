import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, ok, throws } from 'uvu/assert';
import { devices } from '../../src/devices/index.ts';
import { allPairs, compatiblePairs, workloadName } from '../../src/experiment/pairs.ts';
import { defaultsOf, hasKey, parameterGroups } from '../../src/experiment/parameters.ts';
import { policies } from '../../src/experiment/policies.ts';
import type { FioJob, Profile } from '../../src/experiment/spec.ts';
import { expandSuite, gridSize, withChange, withOverrides, type Sources, type Suite } from '../../src/experiment/suite.ts';
import { suiteProblems } from '../../src/experiment/suite-problems.ts';
import { parseSystem, systems } from '../../src/experiment/systems.ts';

const test = suite('experiment/suite');

const profile: Profile = { name: 'p', title: 'P', versions: {}, costs: {} };
const job: FioJob = { name: 'j', rw: 'randread', readSizes: [[4096, 1]], writeSizes: [[4096, 1]], iodepth: 1, numjobs: 1, rwmixread: 50, rateIops: 0, thinktimeNs: 0, fsync: 0, runtimeNs: 0, numberIos: 0 };
const sources: Sources = { profile, fio: () => [job] };
const base: Suite = { name: 's', systems: ['vhe/vhost'], devices: ['blk'], workloads: [{ fio: 'x' }], profile: 'p', policy: 'no-polling', set: {}, grid: {}, requests: 10, replications: 2, seed: 1, baseline: 'vhe/vhost' };

const axes: Readonly<Record<string, fc.Arbitrary<readonly (number | boolean | string)[]>>> = {
  'ring.event_idx': fc.constantFrom([true], [true, false]),
  'policy.halt_poll_ns': fc.constantFrom([0, '50us'], [1, 2, 3]),
  'topology.vcpus': fc.constantFrom([1, 2]),
  'workload.iodepth': fc.constantFrom([1, 32], [1, 2, 4]),
  'workload.bytes': fc.constantFrom([1, '1k', 64]),
  'costs.context_switch': fc.constantFrom(['1us', 800]),
};

/** Any suite in which nothing is wrong. */
const anySuite: fc.Arbitrary<Suite> = fc
  .record({
    systems: fc.uniqueArray(fc.constantFrom(...Object.keys(systems)), { minLength: 1, maxLength: 4 }),
    pairs: fc.uniqueArray(fc.constantFrom(...allPairs), { minLength: 1, maxLength: 4 }),
    policy: fc.constantFrom(...Object.keys(policies)),
    keys: fc.uniqueArray(fc.constantFrom(...Object.keys(axes)), { maxLength: 3 }),
    values: fc.record(axes),
    seed: fc.maxSafeNat(),
  })
  .map(({ systems, pairs, policy, keys, values, seed }) => ({
    ...base,
    systems,
    baseline: systems[0],
    devices: [...new Set(pairs.map(({ device }) => device))],
    workloads: [...new Set(pairs.map(({ workload }) => workload))].map((workload) => (workload === 'fio' ? { fio: 'x' } : workload)),
    policy,
    seed,
    grid: Object.fromEntries(keys.filter((key) => pairs.some(({ device, workload }) => hasKey(key, parameterGroups(device, workload)))).map((key) => [key, values[key]])),
  }))
  .filter((suite) => suiteProblems(suite).length === 0);

const holds = (law: (suite: Suite) => void): void => fc.assert(fc.property(anySuite, law), { numRuns: 100 });

test('there are as many trials as the multiplication says', () => {
  holds((suite) => is(expandSuite(suite, sources).length, gridSize(suite)));
});

test('no two trials are the same', () => {
  holds((suite) => {
    const specs = expandSuite(suite, sources).map(({ profile: _, ...spec }) => JSON.stringify(spec));
    is(new Set(specs).size, specs.length);
  });
});

test('the parameters of every trial are complete, and hold nothing else but costs', () => {
  holds((suite) => {
    for (const { device, workload, params } of expandSuite(suite, sources)) {
      const keys = Object.keys(params).filter((key) => !key.startsWith('costs.'));
      equal(keys, Object.keys(defaultsOf(parameterGroups(device, workload))));
    }
  });
});

test('every system meets the same points in the same order', () => {
  holds((suite) => {
    const specs = expandSuite(suite, sources);
    const pointsOf = (name: string): string[] => specs.filter(({ system }) => system === name).map(({ device, workload, params }) => JSON.stringify([device, workload, params]));
    const first = pointsOf(specs[0].system);
    for (const system of suite.systems) equal(pointsOf(system), first);
    equal([...new Set(specs.map(({ system }) => system))], suite.systems);
  });
});

test('trials are JSON, and the same suite gives the same trials', () => {
  holds((suite) => {
    const specs = expandSuite(suite, sources);
    equal(JSON.parse(JSON.stringify(specs)), specs);
    equal(expandSuite(JSON.parse(JSON.stringify(suite)), sources), specs);
  });
});

test('a key that a workload lacks does not multiply its trials', () => {
  const suite: Suite = { ...base, devices: ['console', 'blk'], workloads: ['console', 'fio:x'], grid: { 'workload.iodepth': [1, 32] } };
  equal(expandSuite(suite, sources).map(({ workload, params }) => [workload, params['workload.iodepth']]), [['console', undefined], ['fio:x', 1], ['fio:x', 32]]);
});

test('the default gives way to the policy, the policy to set, set to --set and to the grid', () => {
  const key = 'policy.halt_poll_ns';
  const value = (suite: Suite): unknown => expandSuite(suite, sources)[0].params[key];
  is(value(base), 0);
  const shipping = { ...base, policy: 'linux-6.1-qemu-7.2' };
  is(value(shipping), 500_000);
  is(value({ ...shipping, set: { [key]: '7us' } }), 7000);
  is(value(withOverrides({ ...shipping, set: { [key]: '7us' } }, { [key]: '8us' })), 8000);
  is(value({ ...shipping, set: { [key]: '7us' }, grid: { [key]: [9] } }), 9);
});

test('what a profile says of its machine gives way to everything but the default, and only where a pair has it', () => {
  const facts = { 'policy.gic': 'v2', 'policy.kvm_era': 2016, 'policy.halt_poll_ns': '9us', 'device.channels': 3 };
  const params = (suite: Partial<Suite>) => expandSuite({ ...base, ...suite }, { ...sources, profile: { ...profile, set: facts } })[0].params;
  equal(['policy.gic', 'policy.kvm_era', 'policy.halt_poll_ns', 'device.channels'].map((key) => params({})[key]), ['v2', '2016', 9000, 3]);
  is(params({ policy: 'linux-6.1-qemu-7.2' })['policy.halt_poll_ns'], 500_000);
  is(params({ set: { 'policy.gic': 'v3' } })['policy.gic'], 'v3');
  is(params({ grid: { 'policy.gic': ['v3', 'v2'] } })['policy.gic'], 'v3');
  ok(!('device.channels' in params({ devices: ['net'], workloads: ['rr'] })));
});

test('the last key of the grid changes fastest', () => {
  const suite = { ...base, grid: { 'workload.iodepth': [1, 2], 'ring.event_idx': [true, false] } };
  equal(expandSuite(suite, sources).map(({ params }) => [params['workload.iodepth'], params['ring.event_idx']]), [[1, true], [1, false], [2, true], [2, false]]);
});

test('what the grid varies cannot be set as well, and a setting that nothing has is refused', () => {
  const suite = { ...base, grid: { 'workload.iodepth': [1, 32] } };
  throws(() => withOverrides(suite, { 'workload.iodepth': '4' }), '--set: workload.iodepth is varied by the grid of suite s (1, 32): it cannot be set as well');
  throws(() => withOverrides(base, { 'ring.event_idy': 'false' }), '--set: unknown parameter: ring.event_idy (did you mean ring.event_idx?)');
  throws(() => withOverrides(base, { 'ring.event_idx': 'no' }, 'mine.yaml'), 'mine.yaml: ring.event_idx: no (must be true or false)');
  throws(() => withOverrides({ ...base, devices: ['console'], workloads: ['console'] }, { 'workload.iodepth': '4' }), /^--set: workload\.iodepth: no workload of this suite has it \(.*fio.* would\)$/);
});

test('a file changes settings, how often to measure, and what is varied, but nothing else', () => {
  const suite = { ...base, grid: { 'workload.iodepth': [1, 32], 'ring.event_idx': [true, false] } };
  const changed = withChange(suite, { set: { 'costs.gpr_save': 7 }, grid: { 'workload.iodepth': [3] }, requests: 11, seed: 5 }, 'f.yaml');
  equal(expandSuite(changed, sources).map(({ params, requests, seed, replications }) => [params['workload.iodepth'], params['ring.event_idx'], params['costs.gpr_save'], requests, seed, replications]), [
    [3, true, 7, 11, 5, base.replications], [3, false, 7, 11, 5, base.replications],
  ]);
  throws(() => withChange(suite, { set: { 'workload.iodepth': 3 }, grid: {} }, 'f.yaml'), 'f.yaml: workload.iodepth is varied by the grid of suite s (1, 32): it cannot be set as well');
  throws(() => withChange(suite, { set: {}, grid: { 'ring.size': [64] } }, 'f.yaml'), 'f.yaml: grid: ring.size is not varied by suite s (write ring.size: VALUE, without grid)');
  throws(() => withChange(suite, { set: {}, grid: { 'workload.iodepth': [-1] } }, 'f.yaml'), 'f.yaml: workload.iodepth: -1 (must be at least 0)');
});

test('costs are in the unit of the profile, and the error says where the key was written', () => {
  const counting = { ...profile, name: 'counting', instructions_per_ns: 1 };
  const suite = { ...base, set: { 'costs.gpr_save': '1.5us' }, where: { 'costs.gpr_save': 's.yaml:9:3' } };
  is(expandSuite(suite, sources)[0].params['costs.gpr_save'], 1500);
  throws(() => expandSuite(suite, { ...sources, profile: counting }), 's.yaml:9:3: costs.gpr_save: 1.5us is a time, but profile counting counts instructions');
  throws(() => expandSuite(withOverrides(base, { 'costs.gpr_save': '1us' }), { ...sources, profile: counting }), '--set: costs.gpr_save: 1us is a time');
});

test('too many trials are refused before any is made, with the count and the product', () => {
  const many = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
  const suite = { ...base, grid: { 'costs.gpr_save': many(1000), 'costs.gpr_restore': many(1001) } };
  is(gridSize(suite), 1_001_000);
  throws(() => expandSuite(suite, sources), 'suite s has 1,001,000 trials: systems 1 x blk/fio:x x costs.gpr_save 1000 x costs.gpr_restore 1001 (at most 1,000,000)');
  const absurd = { ...suite, grid: Object.fromEntries(['gpr_save', 'gpr_restore', 'context_switch', 'stage2_load', 'ws_barriers', 'vcpu_load'].map((id) => [`costs.${id}`, many(1000)])) };
  throws(() => expandSuite(absurd, sources), /^suite s has 1\.00e\+18 trials: /);
});

test('a fio file is read once, whatever the number of trials, and its jobs stand in each', () => {
  const asked: string[] = [];
  const suite = { ...base, workloads: ['fio:a', { fio: './b.fio' }], grid: { 'ring.event_idx': [true, false] } };
  const specs = expandSuite(suite, { profile, fio: (name) => (asked.push(name), [{ ...job, name }]) });
  equal(asked, ['a', './b.fio']);
  equal(specs.map(({ workload, jobs }) => [workload, jobs?.[0].name]), [['fio:a', 'a'], ['fio:a', 'a'], ['fio:./b.fio', './b.fio'], ['fio:./b.fio', './b.fio']]);
});

test('what a library user makes wrong is said too', () => {
  const wrong = (part: Partial<Suite>, message: string | RegExp): void => throws(() => expandSuite({ ...base, ...part }, sources), message);
  wrong({ systems: ['vhe/vhots'] }, 'did you mean');
  wrong({ devices: ['blkk'] }, 'suite s: devices.0: unknown device: blkk (did you mean blk?)');
  wrong({ workloads: ['fio'] }, 'suite s: workloads.0: fio needs a job file');
  wrong({ workloads: ['fio:../../secret'] }, 'not a job file');
  wrong({ workloads: ['fio:/etc/passwd'] }, 'not a job file');
  wrong({ policy: 'no-poling' }, 'suite s: policy: unknown policy: no-poling (did you mean no-polling?)');
  wrong({ policy: 'constructor' }, 'unknown policy: constructor');
  wrong({ requests: NaN }, 'suite s: requests: requests: NaN (must be a whole number from 1 to 100000000)');
  wrong({ baseline: 'vhe/null' }, 'baseline vhe/null is not among the systems of this suite');
  wrong({ systems: ['vhe/vhost', 'vhe/vhost'] }, 'vhe/vhost stands here twice');
  wrong({ devices: ['blk', 'console'] }, /no workload of this suite drives console \(.* would\)/);
  wrong({ workloads: [{ fio: 'x' }, 'console'] }, 'console drives no device of this suite (it drives console)');
  wrong({ grid: { 'ring.event_idx': [] } }, 'must have at least one value');
  wrong({ grid: { 'ring.event_idx': [true, 'true'] } }, 'ring.event_idx: true stands here twice');
});

test('a default option in a system is left out of its name', () => {
  for (const name of Object.keys(systems)) is(parseSystem(name).name, name);
});

test('pairs are devices with the workloads that drive them', () => {
  for (const { device, workload } of compatiblePairs({ devices: Object.keys(devices), workloads: [...new Set(allPairs.map((pair) => pair.workload))] })) {
    ok(allPairs.some((pair) => pair.device === device && pair.workload === workload));
  }
  is(workloadName({ fio: 'x' }), 'fio:x');
});

test.run();
