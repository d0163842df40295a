import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, match, ok } from 'uvu/assert';
import { stringify as toYaml } from 'yaml';
import type { Profile } from '../../src/experiment/spec.ts';
import { readProfile } from '../../src/formats/profile-file.ts';
import { costs } from '../../src/machine/costs.ts';
import { mutated } from './mutated.ts';
import { refusal, valueOrRefusal } from './refusal.ts';

const test = suite('formats/profile-file');

const stringify = (value: object): string => toYaml(value, { aliasDuplicateObjects: false });
const price = { value: 10, unit: 'ns', kind: 'assumed', source: 'a guess', sd: 2 };
const allCosts = (entry: object): Record<string, object> => Object.fromEntries(Object.keys(costs).map((id) => [id, entry]));
const whole = { name: 'whole', title: 'Whole', versions: { linux: '6.1' }, costs: allCosts(price) };
const none = (name: string): Profile => {
  throw new Error(`unknown profile: ${name}`);
};
const read = (value: object, base: (name: string) => Profile = none): Profile => readProfile(stringify(value), 'p.yaml', base);
const refused = (value: object, base: (name: string) => Profile = none): string => refusal(() => read(value, base));

test('reads a whole profile', () => {
  equal(read(whole), whole);
});

test('what a file leaves out it has from the profile that it extends', () => {
  const [first, second] = Object.keys(costs);
  const child = read({ name: 'child', title: 'Child', extends: 'whole', clock_ghz: 2, versions: { qemu: '7.2' }, costs: { [first]: { ...price, value: 99, unit: 'cycles' } } }, () => read(whole));
  equal(child.costs[first], { ...price, value: 99, unit: 'cycles' });
  equal(child.costs[second], price);
  equal(child.versions, { linux: '6.1', qemu: '7.2' });
  equal([child.name, child.clock_ghz], ['child', 2]);
  ok(!('extends' in child));
});

test('what a machine is by itself is inherited and added to, flat or nested', () => {
  const parent = { ...whole, set: { policy: { gic: 'v2', twi: 'trap' } } };
  equal(read(parent).set, { 'policy.gic': 'v2', 'policy.twi': 'trap' });
  const child = read({ name: 'child', title: 'Child', extends: 'whole', set: { 'policy.twi': 'native', 'topology.idle': 'deep' } }, () => read(parent));
  equal(child.set, { 'policy.gic': 'v2', 'policy.twi': 'native', 'topology.idle': 'deep' });
  ok(!('set' in read(whole)));
});

test('a setting of a profile is known, in range, and about the machine', () => {
  const said = (set: object): string => refused({ name: 'x', title: 'X', set });
  equal(said({ 'policy.gik': 'v2' }), 'p.yaml:4:3: unknown parameter: policy.gik (did you mean policy.gic?)');
  equal(said({ policy: { gic: 'v4' } }), 'p.yaml:5:10: policy.gic: unknown choice: v4 (did you mean v2?)');
  equal(said({ 'ring.size': 64 }), 'p.yaml:4:3: ring.size is no fact of a machine (policy., topology. and device. are; write it into a suite)');
  equal(said({ 'costs.context_switch': 64 }), 'p.yaml:4:3: costs.context_switch is no fact of a machine (write it under costs)');
  equal(said({ policy: { gic: ['v2'] } }), 'p.yaml:6:7: gic: a list (must be a number, true, false or a text)');
});

test('a circle of extends is refused, however long, and the next file is read again', () => {
  const files: Readonly<Record<string, object>> = { a: { name: 'a', title: 'A', extends: 'b' }, b: { name: 'b', title: 'B', extends: 'c' }, c: { name: 'c', title: 'C', extends: 'a' }, s: { name: 's', title: 'S', extends: 's' }, d: { name: 'd', title: 'D', extends: 'whole' }, whole };
  const load = (name: string): Profile => readProfile(stringify(files[name]), `${name}.yaml`, load);
  equal(refusal(() => load('a')), 'a.yaml:3:10: extends goes in a circle: a.yaml > b.yaml > c.yaml > a.yaml');
  equal(refusal(() => load('s')), 's.yaml:3:10: extends goes in a circle: s.yaml > s.yaml');
  equal(load('d').costs, whole.costs);
});

test('a profile that cannot be extended says where it was asked for', () => {
  equal(refused({ name: 'x', title: 'X', extends: 'm4000' }), 'p.yaml:3:10: cannot extend m4000: unknown profile: m4000');
});

test('every cost has a price', () => {
  const { trap_el1_to_el2: _, ...rest } = allCosts(price);
  equal(refused({ ...whole, costs: rest }), 'p.yaml:5:1: no price for trap_el1_to_el2 (give a price, or extend a profile that has one)');
  match(refused({ name: 'x', title: 'X' }), /^p\.yaml:1:1: no price for trap_el1_to_el2, .* and \d+ more \(give/);
});

test('an unknown cost is refused with what was meant, beside the other faults', () => {
  const message = refused({ ...whole, costs: { ...whole.costs, contxt_switch: price, gpr_save: { ...price, unit: 'nss', value: -1 } } });
  match(message, /^p\.yaml:\d+:12: value: -1 \(must be at least 0\)\n/);
  ok(message.includes(': unknown unit: nss (did you mean ns?)'));
  match(message, /p\.yaml:\d+:3: unknown cost: contxt_switch \(did you mean context_switch\?\)/);
});

test('cycles need a clock, instructions a rate, and instructions stand alone', () => {
  const mixed = (unit: string): object => ({ ...whole, costs: { ...whole.costs, gpr_save: { ...price, unit } } });
  match(refused(mixed('cycles')), /^p\.yaml:\d+:11: gpr_save is in cycles, which needs clock_ghz$/);
  ok(read({ ...mixed('cycles'), clock_ghz: 3 }));
  equal(refused({ ...whole, costs: allCosts({ ...price, unit: 'instructions' }) }), 'p.yaml:5:1: costs in instructions need instructions_per_ns');
  ok(read({ ...whole, instructions_per_ns: 1, costs: allCosts({ ...price, unit: 'instructions' }) }));
  match(refused({ ...mixed('instructions'), instructions_per_ns: 1 }), /^p\.yaml:\d+:11: gpr_save is in instructions, but other costs are in time \(a profile is all instructions or has none\)$/);
  equal(refused({ ...whole, instructions_per_ns: 1 }), `p.yaml:${6 + 6 * Object.keys(costs).length}:22: instructions_per_ns: no cost is in instructions (leave it out)`);
  const counting = read({ ...whole, instructions_per_ns: 1, costs: allCosts({ ...price, unit: 'instructions' }) });
  match(refused({ name: 'x', title: 'X', extends: 'i', costs: { gpr_save: price } }, () => counting), /^p\.yaml:7:11: gpr_save is in ns, but other costs are in instructions/);
});

test('a number is a number: none that is negative, too large, infinite or no number', () => {
  for (const [value, says] of [['.nan', 'value: NaN (must be a number)'], ['.inf', 'value: Infinity (must be a number)'], ['1e999', 'value: Infinity (must be a number)'], ['-1', 'value: -1 (must be at least 0)'], ['2e9', 'value: 2000000000 (must be at most 1000000000)'], ['ten', 'value: ten (must be a number)'], ['', 'value: null (must be a number)']]) {
    const text = stringify(whole).replace('value: 10', `value: ${value}`);
    equal(refusal(() => readProfile(text, 'p.yaml', none)).replace(/^p\.yaml:\d+:\d+: /, ''), says);
  }
});

test('any text and any mutilated profile is a value or a refusal', () => {
  const text = stringify({ ...whole, extends: 'base', clock_ghz: 3 }).split('\n').slice(0, 60).join('\n');
  const base = read(whole);
  const any = fc.oneof(mutated(text), fc.string({ unit: 'binary', maxLength: 100, size: 'max' }), fc.constantFrom('null', '[]', '3', 'costs: 3', 'costs: [1]', 'costs:', 'extends: {}'));
  fc.assert(fc.property(any, (text) => valueOrRefusal((file) => readProfile(text, file, () => base))), { numRuns: 500 });
});

test.run();
