import { suite } from 'uvu';
import { equal, throws } from 'uvu/assert';
import { readProfile } from '../../src/formats/profile-file.ts';
import { profileYaml } from '../../src/formats/profile-yaml.ts';
import { labProfile } from '../specimen.ts';

const test = suite('formats/profile-yaml');

test('what is written is read again, for every profile of the lab', () => {
  for (const name of ['neoverse-n1', 'm400', 'emulated-n1']) {
    const profile = labProfile(name);
    equal(readProfile(profileYaml({ ...profile, about: ['one line', 'another'] }), 'again', () => profile), profile, name);
  }
});

test('a profile that extends another holds its own prices alone', () => {
  const entry = { value: 1.5, unit: 'ns', kind: 'measured', sd: 0.1, source: "it's mine: \"quoted\" # no comment" } as const;
  const text = profileYaml({ name: 'mine', title: "Somebody's board", extends: 'neoverse-n1', costs: { guest_eoi: entry }, about: [] });
  const { costs, title } = readProfile(text, 'mine', labProfile);
  equal([title, costs['guest_eoi'], costs['guest_iar']], ["Somebody's board", entry, labProfile('neoverse-n1').costs['guest_iar']]);
});

test('prices that are known together are written and read again; a price that a child sets is known alone', () => {
  const correlated = [{ guest_eoi: 0.5, guest_iar: -0.25, context_switch: 0.125 }, { guest_eoi: -0.1, guest_iar: 0.2 }];
  const parent = readProfile(profileYaml({ name: 'fitted', title: 'Fitted', extends: 'neoverse-n1', costs: { guest_iar: labProfile('neoverse-n1').costs['guest_iar'] }, correlated, about: [] }), 'fitted', labProfile);
  equal(parent.correlated, correlated);
  const own = { value: 7, unit: 'ns', kind: 'measured', sd: 1, source: 'here' } as const;
  const child = readProfile(profileYaml({ name: 'child', title: 'Child', extends: 'fitted', costs: { guest_eoi: own }, about: [] }), 'child', () => parent);
  equal(child.correlated, [{ guest_iar: -0.25, context_switch: 0.125 }]);
});

test('what cannot be known together is refused with its line', () => {
  const file = (line: string): (() => unknown) => () => readProfile(`name: x\ntitle: X\nextends: neoverse-n1\ncorrelated:\n  - ${line}\n`, 'x.yaml', labProfile);
  throws(file('{ guest_eoi: 2, guest_iar: 2 }'), /^x\.yaml:4:1: correlated: no prices can vary together like this/);
  throws(file('{ guest_eoi: 0.1, guest_eio: 0.1 }'), /^x\.yaml:5:\d+: unknown cost: guest_eio \(did you mean guest_eoi\?\)/);
  throws(file('{ guest_eoi: many }'), /^x\.yaml:5:\d+: guest_eoi: many \(must be a number\)/);
});

test.run();
