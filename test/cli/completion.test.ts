import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeProgram } from '../../src/cli/program.ts';
import { labNames } from '../../src/cli/lab-files.ts';
import { emptyFolder, fileWith, root, vhostLab } from './command.ts';

const test = suite('cli: completion');
const script = fileWith('vhost-lab.bash', vhostLab('completion', 'bash').out);

/** What bash offers at the end of a line, after sourcing the script. */
function offered(line: string): readonly string[] {
  const ask = `source '${script}'; COMP_LINE=$1; COMP_WORDBREAKS=' =:'; COMP_POINT=\${#1}; _vhost_lab; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', ask, 'bash', line], { cwd: root, encoding: 'utf8' });
  assert.is(stderr, '');
  assert.is(status, 0);
  return stdout.trimEnd().split('\n');
}

test('bash offers every verb, and every option of each', () => {
  const verbs = makeProgram().commands;
  assert.equal(offered('vhost-lab '), verbs.map((verb) => verb.name()));
  for (const verb of verbs) {
    const words = offered(`vhost-lab ${verb.name()} -`);
    for (const { long } of verb.options) assert.ok(words.includes(String(long)), `${verb.name()} ${long}`);
  }
});

test('bash completes what has been begun', () => {
  assert.equal(offered('vhost-lab r'), ['run', 'runs']);
  assert.equal(offered('vhost-lab --debug r'), ['run', 'runs']);
  assert.equal(offered('vhost-lab list hyp'), ['hypervisors']);
  assert.equal(offered('vhost-lab run standard --re'), ['--requests']);
});

test('bash offers the suites, profiles and files that there are', () => {
  for (const name of labNames('suites')) assert.ok(offered('vhost-lab run ').includes(name));
  assert.ok(offered('vhost-lab run ./pack').includes('./package.json'));
  for (const name of labNames('profiles')) assert.ok(offered('vhost-lab run standard --profile ').includes(name));
  assert.ok(offered('vhost-lab run standard --out te').includes('test'));
});

test('bash offers what can be set, and the values of a flag after the equals sign', () => {
  assert.equal(offered('vhost-lab run standard --set costs.context_sw'), ['costs.context_switch=']);
  assert.equal(offered('vhost-lab run standard --set ring.event_idx='), ['false', 'true']);
});

/** A script of one shell, in a folder where zsh looks for it by this name. */
function installed(shell: 'zsh' | 'fish'): string {
  const folder = emptyFolder();
  writeFileSync(join(folder, '_vhost-lab'), vhostLab('completion', shell).out);
  return folder;
}

function asked(shell: string, args: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync(shell, args, { cwd: root, encoding: 'utf8', timeout: 60_000 });
  if (error !== undefined) throw new Error(`${shell} cannot be started: ${error.message} (install it: apt-get install ${shell})`);
  assert.is(status, 0, stderr);
  return stdout;
}

test('fish offers the same, with a word about each', () => {
  const folder = installed('fish');
  const offers = (line: string): readonly string[] => asked('fish', ['--no-config', '-c', `source ${folder}/_vhost-lab; complete -C '${line}'`]).trimEnd().split('\n');
  const words = (line: string): readonly string[] => offers(line).map((each) => each.split('\t')[0] ?? '');
  for (const verb of makeProgram().commands) {
    assert.ok(offers('vhost-lab ').some((each) => each.startsWith(`${verb.name()}\t`)), verb.name());
    for (const { long } of verb.options) assert.ok(words(`vhost-lab ${verb.name()} --`).includes(String(long)), `${verb.name()} ${long}`);
  }
  assert.equal(words('vhost-lab run st'), ['standard']);
  assert.equal(words('vhost-lab list hyp'), ['hypervisors']);
  assert.equal(words('vhost-lab run quick --set costs.context_sw'), ['costs.context_switch=']);
  assert.ok(words('vhost-lab run quick --profile ').includes('m400'));
});

/** Completes a line in a zsh that thinks it has a terminal, and waits until it shows a text. */
const ZSH = `
zmodload zsh/zpty
zpty -b z zsh -f -i
zpty -w z "PS1='> '; fpath=($1 \$fpath); autoload -Uz compinit; compinit -u -D; echo rea''dy"
zpty -r z seen '*ready*'
zpty -w -n z "$2"$'\t'
zpty -r -m z seen "*$3*" && print found
zpty -d z`;

test('zsh completes verbs, kinds, suites, options and settings', () => {
  const folder = installed('zsh');
  const script = fileWith('ask.zsh', ZSH);
  for (const [line, shows] of [['vhost-lab check-n', 'notifications'], ['vhost-lab list hyp', 'hypervisors'], ['vhost-lab run st', 'standard'], ['vhost-lab run quick --prof', 'profile'], ['vhost-lab run quick --set costs.context_sw', 'context_switch=']] as const) {
    assert.is(asked('zsh', ['-f', script, folder, line, shows]), 'found\n', line);
  }
});

test('the scripts for zsh and fish name every verb, option and suite too', () => {
  for (const shell of ['zsh', 'fish']) {
    const { code, out } = vhostLab('completion', shell);
    assert.is(code, 0);
    for (const verb of makeProgram().commands) {
      assert.ok(out.includes(verb.name()));
      for (const { long } of verb.options) assert.ok(out.includes(String(long).slice(2)), `${shell}: ${long}`);
    }
    for (const name of labNames('suites')) assert.ok(out.includes(name));
  }
});

test.run();
