import { suite } from 'uvu';
import { equal, is, match, ok } from 'uvu/assert';
import { exitTimes } from '../../src/experiment/exit-times.ts';
import { counts } from '../../src/experiment/metrics.ts';
import { microBench } from '../../src/experiment/micro-bench.ts';
import { runOnce } from '../../src/experiment/run.ts';
import { exitTable } from '../../src/report/exit-table.ts';
import { microBenchTable } from '../../src/report/micro-bench-table.ts';
import { everySystem } from '../laws/every-system.ts';
import { labProfile, specimen } from '../specimen.ts';

const test = suite('experiment/exit-times');

test('under every system the exits by reason are those of the ledger, but for one that an end cuts', () => {
  let met = 0;
  for (const system of everySystem) {
    const spec = specimen(system, { requests: 40, policy: 'shipping-2026' });
    const exits = exitTimes(spec);
    const samples = exits.reduce((sum, row) => sum + row.samples, 0);
    const { machine, account } = runOnce(spec, spec.seed);
    const counted = counts(machine.tariff, account.visits);
    ok(Math.abs(samples - counted.exit) <= 1, `${system}: ${samples} samples, ${counted.exit} exits`);
    ok(Math.abs((exits.find(({ reason }) => reason === 'WFx')?.samples ?? 0) - counted['wfi exit']) <= 1, system);
    for (const { samples: n, minPs, maxPs, meanPs, totalPs } of exits) ok(minPs <= meanPs && meanPs <= maxPs && totalPs <= n * maxPs, system);
    met += samples;
  }
  ok(met > 1000);
});

test('each reason has the name of its exception class', () => {
  const reasons = (operation: string) => exitTimes(specimen('vhe/null', { device: 'null', workload: 'micro', requests: 20, set: { 'workload.operation': operation, 'topology.vcpus': 2 } })).map(({ reason }) => reason);
  equal(reasons('hypercall'), ['HVC64']);
  equal(reasons('mmio_kernel'), ['DABT_LOW']);
  equal(reasons('mmio_user'), ['DABT_LOW']);
  equal(reasons('virtual_ipi').slice().sort(), ['IRQ', 'SYS64']);
  equal(reasons('eoi'), []);
});

test('the table has the form of perf kvm stat report, its rows the samples of its last line', () => {
  const exits = exitTimes(specimen('vhe/vhost', { requests: 40 }));
  const lines = exitTable(exits).split('\n');
  const rows = lines.flatMap((line) => [...line.matchAll(/^ *(\S+) +(\d+) +([\d.]+)% +([\d.]+)% +[\d.]+us +[\d.]+us +([\d.]+)us *\( *\+- *[\d.]+% *\) *$/g)]);
  equal(rows.map(([, reason, samples]) => [reason, Number(samples)]), exits.map(({ reason, samples }) => [reason, samples]));
  is(rows.reduce((sum, row) => sum + Number(row[2]), 0), Number(/^Total Samples:(\d+), Total events handled time:[\d.]+us\.$/m.exec(lines.join('\n'))?.[1]));
  ok(Math.abs(rows.reduce((sum, row) => sum + Number(row[4]), 0) - 100) < 0.02);
});

test('the micro-benchmark is the workload micro: its mean is that of a trial; what cannot be done says why', () => {
  const rows = microBench('vhe', 50, labProfile('neoverse-n1'), {});
  const hvc = runOnce(specimen('vhe/null', { device: 'null', workload: 'micro', requests: 50 }), 1).latenciesPs;
  is(rows.find(({ name }) => name === 'hvc')?.totalPs, 50 * hvc[0]);
  equal(rows.map(({ name }) => name), ['hvc', 'mmio_read_user', 'mmio_read_vgic', 'eoi', 'ipi', 'ipi_hw', 'lpi']);
  for (const { totalPs, why } of rows) is(totalPs === null, why !== null);
  equal(microBench('bare-metal', 50, labProfile('neoverse-n1'), {}).filter(({ totalPs }) => totalPs !== null).map(({ name }) => name), ['eoi', 'ipi']);
  match(microBenchTable(rows, 50), /^# ipi_hw: .+\nname +total ns +avg ns\n-{92}\nhvc +\d+\.\d +\d+\.\d\n[^]*\nipi_hw test skipped\nlpi +\d+\.\d +\d+\.\d\n$/);
});

test.run();
