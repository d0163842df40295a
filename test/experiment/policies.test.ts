import { suite } from 'uvu';
import { equal, is, ok, throws } from 'uvu/assert';
import { allPairs } from '../../src/experiment/pairs.ts';
import { parameterGroups, resolveParameter } from '../../src/experiment/parameters.ts';
import { policies, policy } from '../../src/experiment/policies.ts';
import type { PolicyPreset } from '../../src/experiment/policies.ts';
import type { Parameter } from '../../src/machine/parameter.ts';

const test = suite('experiment/policies');
const presets: readonly (readonly [string, PolicyPreset])[] = Object.entries(policies);
const groups = parameterGroups('blk', 'fio:job');

test('every key of every preset is a policy and its value stands for itself, within its range, for any device and workload', () => {
  for (const { device, workload } of allPairs) {
    const here = parameterGroups(device, workload);
    for (const [name, { set }] of presets) {
      for (const [key, value] of Object.entries(set)) {
        ok(key.startsWith('policy.'), `${name}: ${key}`);
        is(resolveParameter(key, value, here), value, `${name}: ${key}`);
      }
    }
  }
});

test('every default is within its own range', () => {
  for (const [name, { default: value }] of Object.entries<Parameter>(policy)) is(resolveParameter(`policy.${name}`, value, groups), value, name);
});

test('every bound of a policy is kept: the value at it is taken, the one beyond refused', () => {
  for (const [name, parameter] of Object.entries<Parameter>(policy)) {
    if (parameter.kind === 'flag' || parameter.kind === 'choice') continue;
    const key = `policy.${name}`;
    ok(parameter.min !== undefined, `${name} has a least value`);
    const { min = 0, max } = parameter;
    is(resolveParameter(key, min, groups), min);
    throws(() => resolveParameter(key, min - 1, groups), `${key}: ${min - 1} (must be at least ${min}`);
    if (max === undefined) continue;
    is(resolveParameter(key, max, groups), max);
    throws(() => resolveParameter(key, max + 1, groups), `${key}: ${max + 1} (must be at most ${max}`);
  }
});

test('every window is closed by default, and no-polling leaves it so', () => {
  const windows = ['halt_poll_ns', 'poll_max_ns', 'busyloop_timeout', 'daemon_poll_iters'] as const;
  equal(windows.map((name) => policy[name].default), [0, 0, 0, 0]);
  equal(policies['no-polling'].set, {});
});

test('the shipping presets open the windows that ship open', () => {
  equal(policies['linux-6.1-qemu-7.2'].set, { 'policy.halt_poll_ns': 500_000, 'policy.poll_max_ns': 32_768, 'policy.busyloop_timeout': 0 });
  equal(policies['hvisor-2026'].set, { 'policy.daemon_poll_iters': 10_000_000 });
  equal(policies['shipping-2026'].set, { ...policies['linux-6.1-qemu-7.2'].set, ...policies['hvisor-2026'].set });
});

test('each preset and policy is explained in one line, and no two alike', () => {
  const lines = [...presets.map(([, { title }]) => title), ...Object.values(policy).map(({ says }) => says)];
  is(new Set(lines).size, lines.length);
  for (const line of lines) ok(line.length > 10 && line.length < 120 && !line.includes('\n') && !line.endsWith('.'), line);
});

test.run();
