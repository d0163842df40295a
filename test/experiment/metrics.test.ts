import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { counts, intervalsOf, latencyOf, ledgerOf, mapMetrics, metricsOf, stepTotals } from '../../src/experiment/metrics.ts';
import { runOnce } from '../../src/experiment/run.ts';
import { mean } from '../../src/experiment/statistics.ts';
import { Tariff } from '../../src/machine/path.ts';
import { guestKernel, hostUser, hypervisor, repeat } from '../../src/machine/step.ts';
import { labProfile, specimen } from '../specimen.ts';
import { everySystem } from '../laws/every-system.ts';

const test = suite('experiment/metrics');
const close = (a: number, b: number, says: string): void => ok(Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b)), `${says}: ${a} and ${b}`);

test('steps of several paths are summed by cost, level and role; copies by the byte', () => {
  const tariff = new Tariff((cost) => (cost === 'copy_per_byte_l1' ? 2 : 100));
  tariff.path('a', [hypervisor('trap_el1_to_el2', 'exit'), repeat(3, hypervisor('smp_mb')), guestKernel('copy_per_byte_l1')]);
  tariff.path('b', [hypervisor('smp_mb'), hostUser('smp_mb')]);
  tariff.path('never', [hypervisor('gpr_save')]);
  const totals = stepTotals(tariff, { visits: [2, 5, 0], bytes: [10, 0, 0] }, labProfile('neoverse-n1'));
  equal(totals.map(({ cost, el, role, visits, ps }) => [cost, el, role, visits, ps]), [
    ['trap_el1_to_el2', 2, 'hypervisor', 2, 200],
    ['smp_mb', 2, 'hypervisor', 11, 1100],
    ['copy_per_byte_l1', 1, 'guest kernel', 10, 20],
    ['smp_mb', 0, 'host user', 5, 500],
  ]);
});

test('things are counted as often as their steps are taken', () => {
  const tariff = new Tariff(() => 1);
  tariff.path('exit to the VMM', [hypervisor('trap_el1_to_el2', 'exit', 'user exit'), repeat(2, hostUser('svc_el0_to_el1', 'syscall'))]);
  tariff.path('wake', [hypervisor('try_to_wake_up'), hypervisor('context_switch'), hypervisor('ipi_send', 'reschedule ipi')]);
  equal(counts(tariff, [3, 7]), {
    exit: 3, 'user exit': 3, 'wfi exit': 0, 'host exit': 0, kick: 0, interrupt: 0, ipi: 0, 'reschedule ipi': 7, wakeup: 7, syscall: 6, 'context switch': 7,
  });
});

test('latencies become a mean and quantiles in us', () => {
  const sorted = Float64Array.from({ length: 1000 }, (_, i) => (i + 1) * 1e6);
  equal(latencyOf(sorted), { mean: 500.5, p50: 500, p90: 900, p99: 990, p999: 999, p9999: 1000, max: 1000 });
});

test('time by role and time by exception level are the same time, and the ledger explains it, on every system', () => {
  for (const system of everySystem) {
    const spec = specimen(system, { policy: 'shipping-2026', requests: 50 });
    const run = runOnce(spec, 1);
    const { cpu_us_per_request: cpu, throughput_per_s } = metricsOf(run, spec.profile);
    close(cpu.guest + cpu.host + cpu.hypervisor + cpu.polling, cpu.total, `${system}: roles`);
    close(cpu.el0 + cpu.el1 + cpu.el2, cpu.total, `${system}: levels`);
    const { steps, stretches, cores } = ledgerOf([run], spec.profile);
    close([...steps, ...stretches].reduce((sum, { us_per_request }) => sum + us_per_request, 0), cpu.total, `${system}: ledger`);
    const busyUs = (cores.reduce((sum, { busy }) => sum + busy, 0) * 1e6) / throughput_per_s;
    ok(Math.abs(busyUs - cpu.total) <= 0.02 * cpu.total + 2, `${system}: cores busy ${busyUs}, charged ${cpu.total}`);
    ok(steps.every(({ visits_per_request }) => visits_per_request > 0));
  }
});

test('a mean over replications and its interval have the shape of one replication', () => {
  const spec = specimen('vhe/vhost', { requests: 50 });
  const replicates = [1, 2, 3].map((seed) => metricsOf(runOnce(spec, seed), spec.profile));
  const means = mapMetrics(replicates, mean);
  const intervals = intervalsOf(replicates);
  const shape = (value: unknown): unknown => (typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)])) : 0);
  equal(shape(means), shape(replicates[0]));
  equal(shape(intervals), shape(replicates[0]));
  const [low, high] = intervals.throughput_per_s ?? [NaN, NaN];
  ok(low <= means.throughput_per_s && means.throughput_per_s <= high);
  is(intervalsOf(replicates.slice(0, 1)).throughput_per_s, null);
});

test.run();
