import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { commandOf } from '../../src/cli/repeat-command.ts';

const test = suite('cli: the command that repeats a run');

test('a shell reads back what was typed, whatever it was', () => {
  const word = fc.string({ minLength: 1 }).filter((text) => !text.includes('\0') && !text.includes('\ufffd'));
  fc.assert(
    fc.property(word, fc.array(word, { maxLength: 3 }), word, (file, set, profile) => {
      const command = commandOf(file, { set, profile }).replace(/^npx vhost-lab/, "printf '%s\\0'");
      const words = execFileSync('bash', ['-c', command], { encoding: 'utf8' }).split('\0').slice(0, -1);
      assert.equal(words, ['run', file, ...set.flatMap((each) => ['--set', each]), '--profile', profile]);
    }),
    { numRuns: 40 },
  );
});

test.run();
