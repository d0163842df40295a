import { suite } from 'uvu';
import { equal, throws } from 'uvu/assert';
import { readSweep } from '../../src/formats/sweep-file.ts';

const test = suite('formats: sweep file');

test('method, metric and parameters as in other sweeps', () => {
  const sweep = readSweep(`
method: random
metric: { name: latency_us.p99, goal: minimize }
parameters:
  policy.busyloop_timeout: { min: 0, max: 100us }
  costs.context_switch: { min: 1us, max: 20us, distribution: log_uniform_values }
  workload.iodepth: { min: 1, max: 64, distribution: int_uniform }
  ring.event_idx: { values: [true, false] }
  topology.workers: { value: 2 }
  system: { values: [vhe/vhost, vhe/sidecore], distribution: categorical }
subject_to: ['cpu_us_per_request.total<8']
run_cap: 50
`, 'sweep.yaml');
  equal([sweep.method, sweep.objectives, sweep.subjectTo, sweep.budget], ['random', [{ metric: 'latency_us.p99', goal: 'minimize' }], ['cpu_us_per_request.total<8'], 50]);
  equal(sweep.over, [
    { key: 'policy.busyloop_timeout', what: { kind: 'range', from: '0', to: '100us' } },
    { key: 'costs.context_switch', what: { kind: 'range', from: '1us', to: '20us', spread: 'geometric' } },
    { key: 'workload.iodepth', what: { kind: 'range', from: '1', to: '64', spread: 'even', whole: true } },
    { key: 'ring.event_idx', what: { kind: 'values', values: [true, false] } },
    { key: 'topology.workers', what: { kind: 'values', values: [2] } },
    { key: 'system', what: { kind: 'values', values: ['vhe/vhost', 'vhe/sidecore'] } },
  ]);
});

test('several metrics; evolution unless told otherwise', () => {
  const { method, objectives, budget } = readSweep('metric:\n  - { name: latency_us.mean }\n  - { name: throughput_per_s, goal: maximize }\nparameters:\n  ring.event_idx: { values: [true, false] }\n', 'two.yaml');
  equal([method, objectives, budget], ['nsga2', [{ metric: 'latency_us.mean', goal: 'minimize' }, { metric: 'throughput_per_s', goal: 'maximize' }], null]);
});

test('every fault has its line, its column and a remedy', () => {
  const faulty = `method: bayes
metric: { name: latency_us.p99 }
parameters:
  ring.event_idx: { values: [true, false] }
`;
  throws(() => readSweep(faulty, 's.yaml'), /^s\.yaml:1:9: .*bayes/);
  const wrong = `metric: { name: latency_us.p9 }
parameters:
  ring.event_ix: { values: [true] }
  workload.iodepth: { min: 1 }
  policy.busyloop_timeout: { values: [1us], min: 0, max: 1us }
  costs.smp_mb: { min: 0, max: 1us, distribution: categorical }
`;
  throws(() => readSweep(wrong, 's.yaml'), (error: Error) => {
    equal(error.message.split('\n').map((line) => line.replace(/ \(did.*| \(known.*/, '')), [
      's.yaml:1:17: unknown metric: latency_us.p9',
      's.yaml:3:18: unknown parameter: ring.event_ix',
      's.yaml:4:21: workload.iodepth: must have values, or value, or min and max',
      's.yaml:5:28: policy.busyloop_timeout: must have values, or value, or min and max',
      's.yaml:6:17: costs.smp_mb: distribution categorical does not go with min and max',
    ]);
    return true;
  });
});

test.run();
