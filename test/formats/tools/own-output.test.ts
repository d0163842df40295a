import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { exitTimes } from '../../../src/experiment/exit-times.ts';
import { metricsOf } from '../../../src/experiment/metrics.ts';
import { microBench } from '../../../src/experiment/micro-bench.ts';
import { readTool } from '../../../src/formats/tools/index.ts';
import { exitTable } from '../../../src/report/exit-table.ts';
import { microBenchTable } from '../../../src/report/micro-bench-table.ts';
import { labProfile, specimen } from '../../specimen.ts';
import { traced, untraced } from '../traces/written.ts';

const test = suite('formats/tools: what this lab prints in the form of other tools');

test('a trace as the kernel\'s tracer writes it is read back with the exits, wake-ups and switches of the run', () => {
  for (const system of ['vhe/vhost', 'vhe/user-thread[io=vcpu]', 'nvhe/user-thread']) {
    const spec = specimen(system, { requests: 60 });
    const { findings } = readTool(traced(spec, 'ftrace').text, 'trace.txt', { requests: 60 });
    const { per_request: counted } = metricsOf(untraced(spec), spec.profile);
    const read = (metric: string): number => findings.find((finding) => finding.metric === metric)?.value ?? NaN;
    // One of each can lie across an end of what is traced.
    for (const [metric, expected] of [['exits', counted.exits], ['context_switches', counted.context_switches], ['wakeups', counted.wakeups]] as const) {
      ok(Math.abs(read(metric) - expected) <= 1.01 / 60, `${system}: ${metric} ${read(metric)}, counted ${expected}`);
    }
  }
});

test('the exit table is read back as perf kvm stat\'s', () => {
  const exits = exitTimes(specimen('vhe/vhost', { requests: 50 }));
  const { title, findings } = readTool(exitTable(exits), 'exits.txt', { requests: 50 });
  is(title, 'perf kvm stat report');
  equal(findings.map(({ metric, value }) => [metric, value]), [['exits', exits.reduce((sum, { samples }) => sum + samples, 0) / 50], ['wfi_exits', (exits.find(({ reason }) => reason === 'WFx')?.samples ?? 0) / 50]]);
});

test('the micro-benchmark\'s table is read back as kvm-unit-tests\', to the nanosecond', () => {
  const rows = microBench('vhe', 20, labProfile('neoverse-n1'), {});
  const { findings } = readTool(microBenchTable(rows, 20), 'micro.txt');
  const done = rows.filter(({ totalPs }) => totalPs !== null);
  equal(findings.map(({ id }) => id), done.map(({ name }) => name));
  for (const [i, { totalPs }] of done.entries()) ok(Math.abs(findings[i].value - (totalPs ?? 0) / 20_000) <= 1, done[i].name);
});

test.run();
