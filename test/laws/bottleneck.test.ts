import { suite } from 'uvu';
import { is, ok } from 'uvu/assert';
import { parseSystem } from '../../src/experiment/systems.ts';
import { runOnce } from '../../src/experiment/run.ts';
import type { Run } from '../../src/experiment/run.ts';
import { specimen } from '../specimen.ts';
import { everySystem } from './every-system.ts';

const test = suite('law: nothing is faster than its busiest part');

const perSecond = ({ account, latenciesPs }: Run): number => (1e12 * latenciesPs.length) / account.elapsedPs;

/** Time of a core that a request needs: all that is neither rest, polling nor spinning. */
function demandsPs({ machine, account, latenciesPs }: Run): readonly number[] {
  return account.cores.map(({ visits, bytes }) =>
    machine.tariff.paths.reduce((sum, { id, fixedPs, bytePs }) => sum + visits[id] * fixedPs + bytes[id] * bytePs, 0) / latenciesPs.length);
}

test('the busiest core bounds throughput, and sets it within 1 % where it never rests', () => {
  let saturated = 0;
  for (const system of everySystem) {
    for (const depth of [1, 8, 64]) {
      const run = runOnce(specimen(system, { device: 'null', set: { 'workload.iodepth': depth }, requests: 600 }), 1);
      const busiest = Math.max(...demandsPs(run));
      const bound = 1e12 / busiest;
      const name = `${system} at depth ${depth}: ${perSecond(run)} a second, bound ${bound}`;
      // A path that was under way at the start is booked whole.
      ok(perSecond(run) <= bound * 1.01, name);
      const core = run.account.cores[demandsPs(run).indexOf(busiest)];
      if (core.busyPs - core.pollingPs < 0.999 * run.account.elapsedPs || core.stretchPs.some((ps) => ps > 0)) continue;
      ok(perSecond(run) >= bound * 0.99, name);
      saturated++;
    }
  }
  ok(saturated >= everySystem.length, `${saturated} runs without a rest`);
});

test('a disk bounds throughput by its channels, and sets it within 1 % where it is the slowest part', () => {
  const serviceNs = 200_000;
  for (const system of everySystem) {
    const { backend, hypervisor } = parseSystem(system);
    if (backend === 'null') continue;
    const run = runOnce(specimen(system, { set: { 'workload.iodepth': 8, 'device.channels': 2, 'device.service': serviceNs, 'device.distribution': 'fixed', 'device.bandwidth': 1e15 }, requests: 400 }), 1);
    const bound = 2 / (serviceNs * 1e-9);
    ok(perSecond(run) <= bound * 1.001, `${system}: ${perSecond(run)}`);
    // The worker of hvisor's daemon has one request under way, and its own work comes between two.
    if (backend === 'user-thread' && hypervisor === 'static-partition') ok(perSecond(run) < bound / 2, system);
    else ok(perSecond(run) >= bound * 0.99, `${system}: ${perSecond(run)} of ${bound}`);
  }
});

test('depth never costs throughput where every part is on a core of its own', () => {
  for (const system of everySystem) {
    const [one, many] = [1, 32].map((depth) => perSecond(runOnce(specimen(system, { set: { 'workload.iodepth': depth } }), 1)));
    ok(many >= one * 0.98, `${system}: ${one} at depth 1, ${many} at depth 32`);
  }
  is(everySystem.length, new Set(everySystem).size);
});

test.run();
