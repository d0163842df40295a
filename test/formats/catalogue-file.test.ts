import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readCatalogue } from '../../src/formats/catalogue-file.ts';

const test = suite('formats/catalogue-file');

const lab = readFileSync(new URL('../../lab/catalogue/common-tools.yaml', import.meta.url), 'utf8');
const one = (change: (text: string) => string = (text) => text): string => change(`name: mine
title: Mine
measurements:
  - id: calls
    title: system calls
    command: |
      perf bench syscall basic
    systems: [vhe/null, nvhe/null]
    rows:
      - { id: host, experiment: { workload: os, set: { workload.of: host } }, metric: latency.mean, error_pct: 2 }
`);

test('an entry is one measurement for each system on which it can be made', () => {
  const [vhe, nvhe, ...others] = readCatalogue(one(), 'mine.yaml');
  assert.equal([vhe.system, nvhe.system, others.length], ['vhe/null', 'nvhe/null', 0]);
  assert.equal([vhe.command, vhe.rows[0].id, vhe.rows[0].system, vhe.rows[0].error_pct, vhe.rows[0].set], ['perf bench syscall basic', 'calls.host', 'vhe/null', 2, { 'workload.of': 'host' }]);
});

test('the catalogue of the lab says of each how it is made, on systems that there are', () => {
  const all = readCatalogue(lab, 'common-tools.yaml');
  assert.ok(all.length > 20);
  assert.is(new Set(all.map(({ id, system }) => `${id} ${system}`)).size, all.length);
  for (const { id, command, rows } of all) assert.ok(command.length > 10 && rows.every(({ error_pct }) => error_pct >= 1), id);
});

test('what is wrong is named with its line', () => {
  const refused = (from: string, to: string): string => {
    try {
      readCatalogue(one((text) => text.replace(from, to)), 'mine.yaml');
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
    return 'read';
  };
  assert.match(refused('vhe/null, nvhe', 'vhe/nul, nvhe'), /^mine\.yaml:8:15: unknown backend: nul \(did you mean null\?\)/);
  assert.match(refused('latency.mean', 'latency.men'), /^mine\.yaml:10:\d+: unknown metric: latency\.men \(did you mean latency\.mean\?\)/);
  assert.match(refused('workload.of: host', 'workload.off: host'), /^mine\.yaml:10:\d+: unknown parameter: workload\.off/);
  assert.match(refused('error_pct: 2', 'error_pct: 0'), /^mine\.yaml:10:\d+: error_pct: 0 \(must be at least 0\.01\)/);
  assert.match(refused('    title: system calls\n', ''), /^mine\.yaml:4:5: title is missing/);
  assert.match(refused('workload: os, ', ''), /mine\.yaml:10:\d+: experiment\.workload is missing/);
});

test.run();
