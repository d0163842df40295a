import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { readMeasurements } from '../../../src/formats/measurements-file.ts';
import { measurementsYaml } from '../../../src/formats/measurements-yaml.ts';
import { readTool, tools } from '../../../src/formats/tools/index.ts';
import type { Reading } from '../../../src/formats/tools/tool.ts';
import { mutated } from '../mutated.ts';
import { refusal } from '../refusal.ts';

const test = suite('formats/tools');
const folder = new URL('../../fixtures/tools/', import.meta.url);
const fixture = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const files = readdirSync(folder).filter((name) => name !== 'README.md');
const read = (name: string, requests?: number): Reading => readTool(fixture(name), name, requests === undefined ? {} : { requests });
const values = ({ findings }: Reading): Readonly<Record<string, number>> => Object.fromEntries(findings.map(({ id, value }) => [id, value]));
const refused = (name: string, change: (text: string) => string): string => refusal(() => readTool(change(fixture(name)), name));

test('each file is of one tool by its content', () => {
  for (const name of files) is(Object.values(tools).filter(({ recognises }) => recognises(fixture(name))).length, 1, name);
});

test('kvm-unit-tests: averages from the totals, a skipped test in a note', () => {
  const reading = read('kvm-unit-tests.txt');
  equal(values(reading), { hvc: 292, mmio_read_user: 1609, mmio_read_vgic: 419.3, eoi: 29.1, ipi: 1509, lpi: 1643 });
  equal(reading.notes, ['ipi_hw was skipped: the machine cannot do it']);
  equal(reading.findings.find(({ id }) => id === 'ipi')?.set, { 'workload.operation': 'virtual_ipi', 'topology.vcpus': 2 });
});

test('kvm-unit-tests: cut off after five seconds a test has only the integer quotient, and its middle is taken', () => {
  const [first] = readTool(fixture('kvm-unit-tests.txt').replace(/^hvc.*$/m, 'hvc   5000000123.0   200000.0'), 'f').findings;
  equal([first.value, first.tolerance], [200_000.5, 1]);
});

test('perf bench: a system call, and a way there and back between two processes', () => {
  equal(values(read('perf-bench-syscall.txt')), { syscall_basic: 312.5 });
  equal(values(read('perf-bench-pipe.txt')), { sched_pipe: 12_320 });
  equal(values(readTool(fixture('perf-bench-syscall.txt') + fixture('perf-bench-pipe.txt'), 'both')), { syscall_basic: 312.5, sched_pipe: 12_320 });
});

test('lmbench: what the model has, and a note of the rest', () => {
  const reading = read('lmbench.txt');
  equal(values(reading), { simple_syscall: 145.6, lat_ctx: 1360 });
  is(reading.notes.length, 2);
});

test('perf kvm stat: exits by WFI of all exits, or of the requests that the user knows', () => {
  equal(values(read('perf-kvm-stat.txt')), { wfi_exits_over_exits: 0.002204 });
  equal(values(read('perf-kvm-stat.txt', 600_000)), { exits: 1.115, wfi_exits: 0.002458 });
  is(read('perf-kvm-stat.txt').notes.length, 5);
});

test('fio: rate, mean and percentiles; json+ has the same as json', () => {
  const reading = read('fio.json');
  equal(reading.title, 'fio-3.33');
  equal(reading.findings.map(({ id, workload, set }) => [id, workload, set?.['workload.iodepth']]), ['throughput', 'latency', 'p50', 'p90', 'p99', 'p999', 'p9999'].map((id) => [id, 'fio:randread-4k', 4]));
  const { throughput, latency, p50, p99 } = values(reading);
  const json: { readonly jobs: readonly { readonly read: { readonly iops: number; readonly lat_ns: { readonly mean: number } } }[] } = JSON.parse(fixture('fio.json'));
  ok(Math.abs(throughput / json.jobs[0].read.iops - 1) < 1e-3);
  ok(Math.abs((latency * 1000) / json.jobs[0].read.lat_ns.mean - 1) < 1e-3);
  ok(p50 < p99);
  equal(read('fio-plus.json').findings.map(({ id }) => id), reading.findings.map(({ id }) => id));
});

test('fio: what it printed before the JSON is passed over; a job that the lab has not is the user\'s to name', () => {
  equal(values(readTool(`fio: this platform does not support process shared mutexes\n${fixture('fio.json')}`, 'f')), values(read('fio.json')));
  const other = readTool(fixture('fio.json').replace('"bs" : "4k"', '"bs" : "64k"'), 'f');
  ok(other.findings.every(({ workload }) => workload === undefined) && other.notes[0].includes('bs=64k'));
});

test('a kernel trace: exits, WFI, exits to user space, switches and wake-ups', () => {
  // Counted with grep -c.
  equal(values(read('ftrace-net.txt', 10)), { exits: 1.3, wfi_exits: 0.9, context_switches: 2.9, wakeups: 1.4, user_exits: 0 });
  equal(values(read('ftrace-blk.txt', 10)), { exits: 1, wfi_exits: 0, context_switches: 3.9, wakeups: 1.9, user_exits: 1 });
  equal(values(read('ftrace-blk.txt')), { wfi_exits_over_exits: 0, context_switches_over_exits: 3.9, wakeups_over_exits: 1.9, user_exits_over_exits: 1 });
});

test('trace-cmd report, which has no column of flags, is read alike', () => {
  const report = `cpus=1\n${fixture('ftrace-net.txt').replace(/^#.*\n/gm, '').replace(/(\[\d+\]) [a-zA-Z.]{5} /g, '$1 ')}`;
  equal(values(readTool(report, 'f', { requests: 10 })), values(read('ftrace-net.txt', 10)));
});

test('a file of another kind is refused, with what is read', () => {
  for (const text of ['', 'hello\n', 'name: x\n', '{"a": 1}\n', fixture('README.md')]) ok(/^f:1: not the output of a tool that is read here \(kvm-unit-tests micro-bench; /.test(refusal(() => readTool(text, 'f'))), text);
});

test('a file that was cut off is refused with the line where it ends', () => {
  is(refused('kvm-unit-tests.txt', (text) => text.slice(0, text.indexOf('  1509.0'))), 'kvm-unit-tests.txt:9: "ipi                                  98893824.0          ..." is no row of the table (NAME, total ns and avg ns; cut off?)');
  is(refused('kvm-unit-tests.txt', (text) => text.slice(0, text.indexOf('hvc'))), 'kvm-unit-tests.txt:5: no test stands below the head of the table (cut off?)');
  is(refused('perf-bench-pipe.txt', (text) => text.slice(0, text.indexOf('     12.'))), 'perf-bench-pipe.txt:4: it ends before the line of ops/sec (cut off?)');
  is(refused('perf-kvm-stat.txt', (text) => text.slice(0, text.indexOf('Total Samples'))), 'perf-kvm-stat.txt:13: it ends before the line of Total Samples (cut off?)');
  is(refused('perf-kvm-stat.txt', (text) => text.replace(/^.*IRQ.*\n/m, '')), 'perf-kvm-stat.txt:12: the rows have 664557 samples, and not 669155 (lines are missing?)');
  ok(/^fio\.json:\d+:\d+: not JSON: it ends where .* was expected$/.test(refused('fio.json', (text) => text.slice(0, 3000))));
  ok(/^ftrace-net\.txt:\d+: it ends in the middle of a line \(cut off\?\)$/.test(refused('ftrace-net.txt', (text) => text.slice(0, 9000))));
  ok(/^ftrace-net\.txt:\d+: .* is no event \(cut off\?\)$/.test(refused('ftrace-net.txt', (text) => text.slice(0, text.lastIndexOf('\n', 9000) + 30))));
  is(refused('lmbench.txt', (text) => text.slice(0, -6)), 'lmbench.txt:6: 8 is no line of lmbench (cut off?)');
});

test('odd bytes, lost events and numbers that do not fit are refused with their line', () => {
  is(refused('perf-bench-pipe.txt', (text) => text.replace('pipe operations', 'pipe\u0000operations')), 'perf-bench-pipe.txt:2: "\\u0000" is no letter of a text (a binary file, or damaged?)');
  is(refused('ftrace-net.txt', (text) => text.replace(/(\n.*kvm_entry)/, '\n CPU:0 [LOST 17 EVENTS]$1')).replace(/:\d+:/, ':N:'), 'ftrace-net.txt:N: the tracer lost events here: counts would be wrong (a larger buffer, or fewer events)');
  ok(/^perf-bench-pipe\.txt:7: 91150 ops\/sec do not fit/.test(refused('perf-bench-pipe.txt', (text) => text.replace('81150', '91150'))));
  ok(/^fio-plus\.json:\d+: the bins of clat_ns hold \d+ latencies, and not \d+$/.test(refused('fio-plus.json', (text) => text.replace(/("bins" : \{\s*"\d+" : )\d+/, '$199999'))));
  ok(/^fio\.json:\d+: job randread ended with error 5$/.test(refused('fio.json', (text) => text.replace('"error" : 0', '"error" : 5'))));
});

test('any damage gives a reading or a plain refusal that begins with file and line', () => {
  for (const name of files) {
    fc.assert(fc.property(mutated(fixture(name).slice(0, 8000)), (broken) => {
      try {
        readTool(broken, 'some.txt');
      } catch (error) {
        ok(error instanceof Error && error.constructor === Error, String(error));
        for (const line of error.message.split('\n')) ok(/^some\.txt:(\d+(:\d+)?:| and \d+ more)/.test(line), line);
      }
    }), { numRuns: 60 });
  }
});

test('what is written is read again as what was found', () => {
  for (const name of files) {
    const reading = read(name, 10);
    const said = { name: 'mine', source: name, profile: 'neoverse-n1', system: 'vhe/vhost', set: { 'ring.size': 64 } } as const;
    const needs = reading.findings.some(({ workload }) => workload === undefined);
    const { measurements } = readMeasurements(measurementsYaml(reading, needs ? { ...said, workload: 'rr' } : said), 'again');
    equal(measurements.map(({ id, metric, unit, target, tolerance }) => [id, metric, unit, target, tolerance]),
      reading.findings.map(({ id, metric, unit, value, tolerance = 0 }) => [`mine.${id}`, metric, unit, { value }, tolerance]), name);
    ok(measurements.every(({ set }) => set['ring.size'] === 64));
    if (needs) ok(/only you know what the guest did meanwhile/.test(refusal(() => measurementsYaml(reading, said))));
  }
});

test.run();
