import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readFioJobs } from '../../src/formats/fio-job.ts';

const test = suite('shipped fio job files');

const folder = fileURLToPath(new URL('../../lab/workloads/', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.fio'));
const text = (name: string): string => readFileSync(folder + name, 'utf8');

test('the seven of the design are there', () => {
  for (const name of ['randread-4k', 'randread-4k-qd32', 'randwrite-4k', 'mixed-70-30', 'seq-read-128k', 'database', 'throttled']) {
    assert.ok(files.includes(`${name}.fio`), name);
  }
});

for (const name of files) {
  test(`${name} is accepted by the real fio`, () => {
    const { error, status, stdout, stderr } = spawnSync('fio', ['--parse-only', folder + name], { encoding: 'utf8' });
    if (error !== undefined) throw new Error(`fio cannot be started: ${error.message} (install it: apt-get install fio)`);
    assert.is(status, 0, stdout + stderr);
    assert.is(stdout + stderr, '');
  });

  test(`${name} is read, loses no depth, writes to no device and says in two lines what it is for`, () => {
    const { jobs, withoutEffect } = readFioJobs(text(name), name);
    assert.ok(jobs.length > 0);
    assert.not(withoutEffect.some((sentence) => sentence.includes('limited to 1')));
    assert.match(text(name), /^; .+\n; .+\n\[/);
    assert.not.match(text(name), /\/dev\//);
  });
}

test('each measures what its name says', () => {
  const only = (name: string) => readFioJobs(text(`${name}.fio`), name).jobs[0];
  assert.equal([only('randread-4k').iodepth, only('randread-4k-qd32').iodepth], [1, 32]);
  assert.is(only('mixed-70-30').rwmixread, 70);
  assert.equal(only('seq-read-128k').readSizes, [[131072, 1]]);
  assert.equal([only('throttled').rateIops, only('throttled').thinktimeNs], [2000, 200e3]);
  assert.ok(readFioJobs(text('database.fio'), 'database.fio').jobs.some(({ fsync }) => fsync > 0));
});

test.run();
