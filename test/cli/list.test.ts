import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { listings } from '../../src/cli/list.ts';
import { allPairs } from '../../src/experiment/pairs.ts';
import { parameterGroups } from '../../src/experiment/parameters.ts';
import { systems } from '../../src/experiment/systems.ts';
import { costs } from '../../src/machine/costs.ts';
import { onTerminal, vhostLab } from './command.ts';

const test = suite('cli: list and schema');

test('every kind is listed with one line of meaning for each thing', () => {
  for (const kind of listings) {
    const { code, out, err } = vhostLab('list', kind);
    assert.is(code, 0);
    assert.is(err, '');
    for (const line of out.trimEnd().split('\n')) assert.match(line, /^\S+ {2,}\S/, kind);
  }
});

test('a profile is listed with what its machine decides', () => {
  const { out } = vhostLab('list', 'profiles');
  assert.match(out, /^m400 .*; policy\.gic=v2, policy\.kvm_era=2016 unless it is said otherwise$/m);
  assert.match(out, /^neoverse-n1 +Arm Neoverse N1 server$/m);
});

test('every registered system is listed', () => {
  const listed = vhostLab('list', 'systems').out.trimEnd().split('\n').map((line) => line.split(' ')[0]);
  assert.equal(listed, Object.keys(systems));
});

test('costs come with value, unit, kind and source, for each profile', () => {
  for (const [profile, unit] of [['neoverse-n1', 'ns'], ['emulated-n1', 'instructions']] as const) {
    const lines = vhostLab('list', 'costs', '--profile', profile).out.trimEnd().split('\n').slice(1);
    assert.equal(lines.map((line) => line.split(' ')[0]), Object.keys(costs));
    for (const line of lines) assert.match(line, new RegExp(`^\\w+ +[\\d.]+ +${unit}(/byte)? +(paper|measured|derived|assumed) +\\S.* {2,}\\S`));
  }
});

test('every parameter is listed with its default, what it can be, and what it means', () => {
  const lines = vhostLab('list', 'parameters').out.trimEnd().split('\n').slice(1).map((line) => line.split(/ {2,}/));
  const listed = lines.map(([key, of]) => `${key} ${of}`);
  assert.is(new Set(listed).size, lines.length);
  for (const { device, workload } of allPairs) {
    for (const [group, parameters] of Object.entries(parameterGroups(device, workload))) {
      for (const [name, { says }] of Object.entries(parameters)) {
        const at = listed.indexOf(`${group}.${name} ${group === 'device' ? device : group === 'workload' ? workload : '-'}`);
        assert.is(lines[at]?.[4], says, `${group}.${name}`);
      }
    }
  }
  assert.equal(lines.find(([key]) => key === 'device.queue_depth')?.slice(1, 4), ['blk', '1023', '1..65535']);
  assert.equal(lines.find(([key]) => key === 'policy.gic')?.slice(1, 4), ['-', 'v3', 'v2|v3']);
});

test('on a terminal the source of a cost stands below it', () => {
  const { out } = onTerminal(80, {}, 'list', 'costs');
  for (const id of Object.keys(costs)) assert.ok(out.includes(`\n${id}  `) || out.startsWith(`${id}  `), id);
  assert.is(out.match(/^ {4}source: \S/gm)?.length, Object.keys(costs).length);
});

test('schemas are JSON Schema 2020-12 of a mapping that takes no unknown keys', () => {
  for (const kind of ['suite', 'profile', 'results']) {
    const schema: unknown = JSON.parse(vhostLab('schema', kind).out);
    assert.ok(typeof schema === 'object' && schema !== null && '$schema' in schema && 'additionalProperties' in schema);
    assert.is(schema.$schema, 'https://json-schema.org/draft/2020-12/schema');
    assert.is(schema.additionalProperties, false);
  }
});

test.run();
