import { suite } from 'uvu';
import { equal } from 'uvu/assert';
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

test.run();
