import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { emptyFolder, fileWith, vhostLab } from './command.ts';

const test = suite('cli: bad input');

const refusals: readonly (readonly [words: string, says: string | RegExp])[] = [
  ['runn quick', "unknown command 'runn' (did you mean one of run, runs?)"],
  ['run', 'missing argument: suite (--help says what it can be)'],
  ['run quick standard', 'too many arguments: 2 (run takes 1)'],
  ['run quick --sede 3', "unknown option '--sede' (did you mean --seed?)"],
  ['run quick --seed', 'missing value: --seed <n> (--help says what it can be)'],
  ['run qick', 'unknown suite: qick (did you mean quick?)'],
  ['run nowhere/x.yaml', 'cannot read nowhere/x.yaml: no such file or directory'],
  ['run src', 'cannot read src: illegal operation on a directory'],
  ['run quick --seed -1', '--seed: -1 (must be a whole number from 0 to 9007199254740991)'],
  ['run quick --requests 1e3', '--requests: 1e3 (must be a whole number from 1 to 100000000)'],
  ['run quick --requests NaN', '--requests: NaN (must be a whole number from 1 to 100000000)'],
  ['run quick --requests 999999999', '--requests: 999999999 (must be a whole number from 1 to 100000000)'],
  ['run quick --set ring.event_idx', 'not a setting: ring.event_idx (write KEY=VALUE, e.g. costs.context_switch=1.5us)'],
  ['run quick --set ring.evnt_idx=1', '--set: unknown parameter: ring.evnt_idx (did you mean ring.event_idx?)'],
  ['run quick --set ring.event_idx=maybe', '--set: ring.event_idx: maybe (must be true or false)'],
  ['run quick --set costs.context_switch=-1', /^--set: costs\.context_switch: -1 \(.*\)$/],
  ['run quick --set __proto__.x=1', /^--set: unknown parameter: __proto__\.x /],
  ['run quick --set-file nowhere.yaml', 'cannot read nowhere.yaml: no such file or directory'],
  ['run quick --profile neoverse', 'unknown profile: neoverse (known: emulated-n1, kunpeng-920, m400, n1-four-rows, neoverse-n1, notification-x86, seattle, seattle-two-rows, x86-kvm)'],
  ['list', 'missing argument: kind (--help says what it can be)'],
  ['list system', 'unknown kind: system (did you mean systems?)'],
  ['list costs --profile m40', 'unknown profile: m40 (did you mean m400?)'],
  ['schema suites', 'unknown kind: suites (did you mean suite?)'],
  ['completion ksh', 'unknown shell: ksh (did you mean zsh?)'],
];

for (const [words, says] of refusals) {
  test(`vhost-lab ${words}: one line, exit 2, nothing on stdout`, () => {
    const { code, out, err } = vhostLab(...words.split(' '));
    assert.is(out, '');
    assert.match(err, /^[^\n]+\n$/);
    if (typeof says === 'string') assert.is(err, `${says}\n`);
    else assert.match(err.trimEnd(), says);
    assert.is(code, 2);
  });
}

test('a fault in a suite file comes with its line and column', () => {
  const file = fileWith('mine.yaml', 'name: mine\nsystems: [vhe/vhots]\ndevices: [blk]\nworkloads: [fio:randread-4k]\nprofile: neoverse-n1\nbaseline: vhe/vhost\n');
  const { code, err } = vhostLab('run', file);
  assert.is(code, 2);
  assert.match(err, new RegExp(`^${file}:2:11: unknown backend: vhots \\(did you mean vhost\\?\\)\n$`));
});

test('the stack is shown for --debug alone', () => {
  assert.not.match(vhostLab('run', 'qick').err, /\n +at /);
  for (const words of [['--debug', 'run', 'qick'], ['run', 'qick', '--debug']]) assert.match(vhostLab(...words).err, /\n +at /);
});

test('a grid that is too large is refused at once, with its size', () => {
  const many = `[${Array.from({ length: 1000 }, (_, i) => i + 1).join(', ')}]`;
  const grid = `grid:\n  device.channels: ${many}\n  device.service: ${many}\n`;
  const file = fileWith('large.yaml', `name: large\nsystems: [vhe/vhost]\ndevices: [blk]\nworkloads: [fio:randread-4k]\nprofile: neoverse-n1\nbaseline: vhe/vhost\n${grid}  device.bandwidth: [1000000, 2000000]\n`);
  const { code, err } = vhostLab('run', file);
  assert.is(code, 2);
  assert.match(err, /^suite large has 2,000,000 trials: .* \(at most 1,000,000\)\n$/);
});

test('a folder that cannot be written to is named before anything is measured', () => {
  const folder = emptyFolder();
  const file = fileWith('a-file', '');
  for (const out of [file, join(file, 'below'), '/proc/vhost-lab']) {
    const { code, out: printed, err } = vhostLab('run', 'quick', '--out', out);
    assert.is(code, 2);
    assert.is(printed, '');
    assert.match(err, new RegExp(`cannot write to folder ${out}: (not a directory|no such file or directory) \\(choose another with --out\\)\n$`));
    assert.not.match(err, /^\d+\/\d+ trials/m);
  }
  assert.equal(readdirSync(folder), []);
});

test.run();
