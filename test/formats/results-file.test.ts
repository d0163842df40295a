import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import type { z } from 'zod';
import { resultsJson } from '../../src/cli/results-json.ts';
import type { Metrics, Results } from '../../src/experiment/results.ts';
import { readResults, type resultsSchema } from '../../src/formats/results-file.ts';
import { mutated } from './mutated.ts';
import { refusal, valueOrRefusal } from './refusal.ts';

const test = suite('formats/results-file');

/** Compiles only while the schema takes every value of the type; the other direction stands beside the schema. */
type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
const schemaTakes = ({ schema_version, model_version, suite, accuracy = [], trials, failures = [] }: Results): Frozen<z.output<typeof resultsSchema>> => ({
  schema_version, model_version, suite, accuracy,
  profiles: Object.fromEntries(trials.map(({ spec }) => [spec.profile.name, spec.profile])),
  trials: trials.map((trial) => ({ ...trial, spec: { ...trial.spec, profile: trial.spec.profile.name } })),
  failures: failures.map((failure) => ({ ...failure, spec: { ...failure.spec, profile: failure.spec.profile.name } })),
});

const metrics: Metrics = {
  throughput_per_s: 1e5,
  latency_us: { mean: 10, p50: 9, p90: 12, p99: 15, p999: 20, p9999: 25, max: 30 },
  cpu_us_per_request: { total: 8, guest: 4, host: 3, hypervisor: 1, polling: 0, el0: 1, el1: 4, el2: 3 },
  per_request: { exits: 1, kicks: 1, interrupts: 1, ipis: 0.5, wakeups: 1, syscalls: 0, context_switches: 1 },
  interrupts_masked_us: { p99: 0, max: 0 },
};

const results: Results = {
  schema_version: 2,
  model_version: 'a'.repeat(64),
  suite: { name: 's', command: 'vhost-lab run s', baseline: 'vhe/vhost', profile: 'p', policy: 'no-polling', seed: 1, grid: ['workload.iodepth'] },
  trials: [
    {
      system: 'vhe/vhost',
      maturity: 'shipping',
      device: 'blk',
      workload: 'fio:x',
      params: { 'ring.event_idx': true, 'workload.iodepth': 1, 'policy.transport': 'mmio' },
      seed: 1,
      requests_hash: '0'.repeat(64),
      unit: 'time',
      metrics,
      ci95: {
        throughput_per_s: [9e4, 1.1e5],
        latency_us: { mean: [9, 11], p50: null, p90: null, p99: null, p999: null, p9999: null, max: null },
        cpu_us_per_request: { total: null, guest: null, host: null, hypervisor: null, polling: null, el0: null, el1: null, el2: null },
        per_request: { exits: null, kicks: null, interrupts: null, ipis: null, wakeups: null, syscalls: null, context_switches: null },
        interrupts_masked_us: { p99: null, max: null },
      },
      replicates: [metrics, metrics],
      latency_distribution: [[0, 8], [1, 30]],
      ledger: {
        steps: [{ cost: 'gpr_save', el: 2, role: 'world switch', kind: 'paper', visits_per_request: 1, us_per_request: 0.1 }],
        stretches: [{ name: 'polling', el: 1, role: 'polling', us_per_request: 2 }],
        cores: [{ name: 'c0', busy: 0.5, polling: 0 }],
      },
      remarks: ['ticks are off'],
      spec: {
        system: 'vhe/vhost', device: 'blk', workload: 'fio:x', params: {}, requests: 100, replications: 2, seed: 1,
        jobs: [{ name: 'j', rw: 'randread', readSizes: [[4096, 1]], writeSizes: [], iodepth: 1, numjobs: 1, rwmixread: 50, rateIops: 0, thinktimeNs: 0, fsync: 0, runtimeNs: 0, numberIos: 0 }],
        profile: { name: 'p', title: 'P', versions: {}, costs: { gpr_save: { value: 1, unit: 'ns', kind: 'paper', source: 's', sd: 0 } } },
      },
    },
  ],
};

const spec = results.trials[0].spec;
const failed: Results = { ...results, failures: [{ failed: 'timeout', says: 'took longer than 1 s', spec: { ...spec, system: 'vhe/user-thread' } }] };
const written = (whole: Results): string => [...resultsJson(whole)].join('');

test('what was written is read back', () => {
  equal(readResults(written(results), 'r.json'), results);
  equal(readResults(written(failed), 'r.json'), failed);
  equal(readResults(JSON.stringify(schemaTakes(failed)), 'r.json'), { ...failed, accuracy: [] });
});

test('profiles of one name that differ stay apart', () => {
  const other = { ...results.trials[0], spec: { ...spec, profile: { ...spec.profile, title: 'Q' } } };
  const both: Results = { ...results, trials: [...results.trials, other, results.trials[0]] };
  equal(readResults(written(both), 'r.json'), both);
});

test('a profile stands in a file once, however many trials there are', () => {
  const many = written({ ...results, trials: Array.from({ length: 50 }, () => results.trials[0]) });
  is(many.split('"title":"P"').length, 2);
});

test('what earlier versions wrote, each profile inline, is read as it was', () => {
  equal(readResults(JSON.stringify({ ...results, schema_version: 1 }), 'r.json'), results);
});

test('refuses with line, column and what would be right', () => {
  const text = JSON.stringify({ ...results, schema_version: 1 }, null, 1);
  const refused = (from: string, to: string): string => refusal(() => readResults(text.replace(from, to), 'r.json'));
  equal(refusal(() => readResults(written(results).replace('"schema_version":2', '"schema_version":3'), 'r.json')), 'r.json:1:19: schema_version: 3 (must be 2)');
  equal(refused('"p50": 9', '"p51": 9').split('\n').sort(), ['r.json:31:19: p50 is missing (must be a number)', 'r.json:33:6: unknown key: p51 (did you mean p50?)']);
  equal(refused('"mean": 10', '"mean": null'), 'r.json:32:14: mean: null (must be a number)');
  equal(refused('"el": 2', '"el": 3').replace(/^r\.json:\d+:\d+: /, ''), 'el: 3 (must be 0, 1 or 2)');
  equal(refusal(() => readResults(written(results).replace('"profile":"p"}', '"profile":"q"}'), 'r.json')).replace(/^r\.json:\d+:\d+: /, ''), 'unknown profile: q (did you mean p?)');
});

test('any mutilated results file is a value or a refusal', () => {
  fc.assert(fc.property(mutated(written(failed)), (text) => valueOrRefusal((file) => readResults(text, file))), { numRuns: 500 });
  for (const text of ['null', '[]', '3', '""']) ok(refusal(() => readResults(text, 'r.json')).startsWith('r.json:1:1: '));
});

test.run();
