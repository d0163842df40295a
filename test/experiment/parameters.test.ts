import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, throws } from 'uvu/assert';
import { allPairs } from '../../src/experiment/pairs.ts';
import { defaultsOf, keysOf, parameterGroups, parseAssignment, resolveParameter, type ParameterGroups } from '../../src/experiment/parameters.ts';
import { policies } from '../../src/experiment/policies.ts';
import type { Profile } from '../../src/experiment/spec.ts';

const test = suite('experiment/parameters');

const groups: ParameterGroups = {
  ring: { size: { kind: 'count', default: 256, min: 2, max: 32768, says: '' }, event_idx: { kind: 'flag', default: true, says: '' } },
  policy: { halt_poll_ns: { kind: 'duration', default: 0, max: 1e6, says: '' } },
  topology: { gic: { kind: 'choice', default: 'v3', of: ['v2', 'v3', '2016'], says: '' } },
  device: { share: { kind: 'number', default: 0.5, max: 1, says: '' } },
  workload: { bytes: { kind: 'bytes', default: 1024, min: 1, says: '' } },
};
const profile: Profile = { name: 'p', title: 'P', versions: {}, costs: {} };
const counting: Profile = { ...profile, name: 'counting', instructions_per_ns: 1 };
const resolve = (key: string, raw: number | boolean | string) => resolveParameter(key, raw, groups, profile);

test('an assignment is split at its first =', () => {
  equal(parseAssignment('costs.context_switch=1.5us'), ['costs.context_switch', '1.5us']);
  equal(parseAssignment(' a.b = c=d '), ['a.b', 'c=d']);
  for (const text of ['', '=', 'a', 'a=', '=b', 'ring.event_idx false']) throws(() => parseAssignment(text), /^not a setting: .* \(write KEY=VALUE, e\.g\. costs\.context_switch=1\.5us\)$/);
});

test('text of a command line and values of a file mean the same', () => {
  equal([resolve('ring.event_idx', 'false'), resolve('ring.event_idx', false)], [false, false]);
  equal([resolve('policy.halt_poll_ns', '500us'), resolve('policy.halt_poll_ns', 500_000)], [500_000, 500_000]);
  equal([resolve('ring.size', '128'), resolve('ring.size', 128)], [128, 128]);
  equal([resolve('topology.gic', 'v2'), resolve('topology.gic', 2016)], ['v2', '2016']);
  equal([resolve('workload.bytes', '4k'), resolve('device.share', '1e-1')], [4096, 0.1]);
});

test('refuses with key, value and what would be right', () => {
  throws(() => resolve('ring.event_idy', true), 'unknown parameter: ring.event_idy (did you mean ring.event_idx?)');
  throws(() => resolve('costs.contxt_switch', 1), 'unknown parameter: costs.contxt_switch (did you mean costs.context_switch?)');
  throws(() => resolve('event_idx', true), 'unknown parameter: event_idx (known: ring.NAME, policy.NAME, topology.NAME, device.NAME, workload.NAME, costs.NAME)');
  throws(() => resolve('workload.frobnicate', 1), 'unknown parameter: workload.frobnicate (known: workload.bytes)');
  throws(() => resolve('constructor.name', 1), 'unknown parameter: constructor.name');
  throws(() => resolve('ring.toString', 1), 'unknown parameter: ring.toString');
  throws(() => resolve('ring.event_idx', 'yes'), 'ring.event_idx: yes (must be true or false)');
  throws(() => resolve('topology.gic', 'v4'), 'topology.gic: unknown choice: v4 (did you mean v2?)');
  throws(() => resolve('ring.size', 0), 'ring.size: 0 (must be at least 1)');
  throws(() => resolve('ring.size', 32769), 'ring.size: 32769 (must be at most 32768)');
  throws(() => resolve('ring.size', '4.5'), 'ring.size: 4.5 (must be a whole number)');
  throws(() => resolve('policy.halt_poll_ns', '2ms'), 'policy.halt_poll_ns: 2ms (must be at most 1000000ns)');
  throws(() => resolve('policy.halt_poll_ns', '-1us'), 'policy.halt_poll_ns: -1us (must be at least 0ns)');
  throws(() => resolve('workload.bytes', '1us'), 'workload.bytes: 1us is no size');
  throws(() => resolve('device.share', NaN), 'device.share: NaN is no plain number');
});

test('a cost is in the unit of the profile', () => {
  equal([resolve('costs.gpr_save', '1.5us'), resolve('costs.gpr_save', 30)], [1500, 30]);
  equal(['1200instructions', 1200].map((raw) => resolveParameter('costs.gpr_save', raw, groups, counting)), [1200, 1200]);
  throws(() => resolveParameter('costs.gpr_save', '1.5us', groups, counting), 'costs.gpr_save: 1.5us is a time, but profile counting counts instructions (write 1200 or 1200instructions)');
  throws(() => resolve('costs.gpr_save', '1200instructions'), 'costs.gpr_save: 1200instructions, but profile p counts time (write 800ns or 1.5us; a plain number is ns)');
  throws(() => resolve('costs.gpr_save', -1), 'costs.gpr_save: -1 (must be at least 0ns)');
  throws(() => resolve('costs.gpr_save', '2s'), 'costs.gpr_save: 2s (must be at most 1000000000ns)');
});

test('every default of every pair is a value that its parameter takes', () => {
  for (const { device, workload } of allPairs) {
    const all = parameterGroups(device, workload);
    for (const [key, value] of Object.entries(defaultsOf(all))) equal(resolveParameter(key, value, all), value, `${device} ${workload} ${key}`);
  }
});

test('every preset sets what there is to set, in range', () => {
  for (const { device, workload } of allPairs) {
    for (const { set } of Object.values(policies)) for (const [key, value] of Object.entries(set)) equal(resolveParameter(key, value, parameterGroups(device, workload)), value, key);
  }
});

test('an unknown device or workload has no parameters', () => {
  throws(() => parameterGroups('blkk', 'rr'), 'unknown device: blkk (did you mean blk?)');
  throws(() => parameterGroups('net', 'rrr'), 'unknown workload: rrr (did you mean rr?)');
  throws(() => parameterGroups('constructor', 'rr'), 'unknown device: constructor');
});

test('any key and any value is a value or a sentence', () => {
  const key = fc.oneof(fc.constantFrom(...keysOf(groups)), fc.string({ unit: 'binary', maxLength: 30, size: 'max' }));
  const value = fc.oneof(fc.string({ unit: fc.constantFrom(...'0123456789.eE+-unmsk KMi'), maxLength: 10 }), fc.string({ unit: 'binary' }), fc.double(), fc.boolean());
  fc.assert(
    fc.property(key, value, fc.constantFrom(profile, counting), (key, raw, profile) => {
      try {
        const resolved = resolveParameter(key, raw, groups, profile);
        equal(resolveParameter(key, resolved, groups, profile), resolved, 'a resolved value resolves to itself');
        equal(JSON.parse(JSON.stringify(resolved)), resolved);
      } catch (error) {
        if (!(error instanceof Error) || error.constructor !== Error || /\n|\[object|TypeError|undefined/.test(error.message)) throw error;
      }
    }),
    { numRuns: 2000 },
  );
});

test.run();
