import { spawnSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeProgram } from '../../src/cli/program.ts';
import { labNames } from '../../src/cli/lab-files.ts';
import { fileWith, root, vhostLab } from './command.ts';

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
  assert.equal(offered('vhost-lab r'), ['run']);
  assert.equal(offered('vhost-lab --debug r'), ['run']);
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
