import { spawnSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import manifest from '../../package.json' with { type: 'json' };
import { makeProgram } from '../../src/cli/program.ts';
import { cli, vhostLab } from './command.ts';

const test = suite('cli: help');
const verbs = makeProgram().commands;

test('the verbs are run, worker, shard, merge, explain, diff, break-even, sensitivity, tune, exits, micro-bench, validate, calibrate, import, list, inspect, runs, compare, history, query, export, schema, check-notifications and completion', () => {
  assert.equal(verbs.map((verb) => verb.name()), ['run', 'worker', 'shard', 'merge', 'explain', 'diff', 'break-even', 'sensitivity', 'tune', 'exits', 'micro-bench', 'validate', 'calibrate', 'import', 'list', 'inspect', 'runs', 'compare', 'history', 'query', 'export', 'schema', 'check-notifications', 'completion']);
});

test('every verb explains itself with examples that use what it has', () => {
  for (const verb of verbs) {
    const { code, out, err } = vhostLab(verb.name(), '--help');
    assert.is(code, 0);
    assert.is(err, '');
    const examples = out.split('Examples:\n')[1]?.trim().split('\n') ?? [];
    assert.ok(examples.length >= 2, `${verb.name()} has examples`);
    for (const example of examples) {
      assert.match(example, new RegExp(`^ *\\$ vhost-lab ${verb.name()}( |$)`));
      for (const option of example.match(/--[\w-]+/g) ?? []) assert.ok(verb.options.some(({ long }) => long === option), `${verb.name()} has ${option}`);
    }
  }
});

test('every option and argument says what it is', () => {
  for (const { description } of verbs.flatMap((verb) => [...verb.options, ...verb.registeredArguments])) assert.ok(description.length > 5);
});

test('no line of help is longer than 100 characters', () => {
  for (const verb of ['', ...verbs.map((each) => each.name())]) {
    for (const line of vhostLab(...(verb ? [verb] : []), '--help').out.split('\n')) assert.ok(line.length <= 100, line);
  }
});

test('the version is that of the package', () => {
  assert.equal(vhostLab('--version'), { code: 0, out: `${manifest.version}\n`, err: '' });
});

test('help comes within 100 ms of what an empty program takes', () => {
  const fastestMs = (...words: readonly string[]) =>
    Math.min(...Array.from({ length: 7 }, () => {
      const from = performance.now();
      spawnSync(process.execPath, words, { stdio: 'ignore' });
      return performance.now() - from;
    }));
  const extraMs = fastestMs(cli, '--help') - fastestMs('-e', '0');
  assert.ok(extraMs < 100, `${extraMs.toFixed(0)} ms more`);
});

test.run();
