import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Results, TrialResult } from '../../src/experiment/results.ts';
import { trial } from '../../src/experiment/trial.ts';
import { reportHtml } from '../../src/report/report.ts';
import { specsOf } from './trials.ts';
import { client } from './written.ts';

const test = suite('report: its size');

const MOST_BYTES = 1_500_000;
const folder = fileURLToPath(new URL('../../lab/suites/', import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith('.yaml')).map((name) => name.slice(0, -'.yaml'.length));

/** What a suite results in, by its shape: each system really runs once with each workload, and its other points are that times a number of their own. */
function shapeOf(name: string): Results {
  const { suite: asked, specs } = specsOf(name, { requests: 200, replications: 2 });
  const { baseline, profile, policy, seed } = asked;
  const ran = new Map<string, TrialResult>();
  const trials = specs.map((spec, i): TrialResult => {
    const key = `${spec.system} ${spec.device} ${spec.workload}`;
    const base = ran.get(key) ?? trial(spec);
    ran.set(key, base);
    const { params } = spec;
    return { ...times(base, 1 + 0.0137 * i), system: base.system, params, spec: { ...spec, params } };
  });
  return {
    schema_version: 2, model_version: 'ef56'.repeat(16), trials,
    suite: { name: asked.name, command: `npx vhost-lab run ${name}`, baseline, profile, policy, seed, grid: Object.keys(asked.grid) },
  };
}

/** All that was measured, times a number. */
function times(result: TrialResult, by: number): TrialResult {
  const scaled = <T>(value: T): T => JSON.parse(JSON.stringify(value), (_key, each: unknown) => (typeof each === 'number' ? each * by : each));
  const { metrics, ci95, replicates, ledger } = result;
  return {
    ...result, metrics: scaled(metrics), ci95: scaled(ci95), replicates: scaled(replicates),
    latency_distribution: result.latency_distribution.map(([share, us]) => [share, us * by]),
    ledger: { ...ledger, steps: ledger.steps.map((step) => ({ ...step, us_per_request: step.us_per_request * by })) },
  };
}

test('the suites of the lab are there', () => {
  for (const name of ['standard', 'quick', 'console-length']) assert.ok(names.includes(name), name);
});

for (const name of names) {
  test(`${name} makes a report of at most 1.5 MB`, async () => {
    const bytes = Buffer.byteLength(await reportHtml(shapeOf(name), await client()));
    assert.ok(bytes <= MOST_BYTES, `${bytes} bytes`);
  });
}

test.run();
