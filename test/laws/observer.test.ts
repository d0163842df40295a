import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import { allPairs } from '../../src/experiment/pairs.ts';
import { metricsOf } from '../../src/experiment/metrics.ts';
import { runOnce } from '../../src/experiment/run.ts';
import type { Run } from '../../src/experiment/run.ts';
import type { TrialSpec } from '../../src/experiment/spec.ts';
import type { Core } from '../../src/machine/core.ts';
import type { RequestStage } from '../../src/machine/observer.ts';
import { stretches } from '../../src/machine/stretch.ts';
import { specimen } from '../specimen.ts';
import { Watcher } from '../watcher.ts';
import { everySystem } from './every-system.ts';

const test = suite('law: an observer changes nothing and misses nothing');

const busyHost = {
  'topology.core_map': 'shared', 'topology.host_cores': 2, 'topology.vcpus': 2, 'topology.guests': 2, 'topology.tick_hz': 1000, 'topology.neighbour_load': 0.2, 'workload.iodepth': 4,
};

/** Every system, with a third of what it can serve in turn, so that each pair is met by several. */
function* specs(): Generator<readonly [what: string, spec: TrialSpec]> {
  for (const [i, system] of everySystem.entries()) {
    for (const [j, { device, workload }] of allPairs.entries()) {
      if (j % 3 !== i % 3) continue;
      if (workload === 'micro' && system.startsWith('bare-metal')) continue;
      const set = workload === 'console' ? { 'workload.bytes': 16 } : {};
      yield [`${system}, ${device} ${workload}`, specimen(system, { device, workload, requests: 20, policy: 'shipping-2026', set })];
    }
    if (/^(vhe|nvhe|xen)/.test(system)) yield [`${system}, two cores for everybody`, specimen(system, { requests: 100, policy: 'shipping-2026', set: busyHost })];
  }
}

const result = (run: Run, spec: TrialSpec) => ({
  metrics: metricsOf(run, spec.profile), account: run.account, latenciesPs: [...run.latenciesPs], maskedPs: run.maskedPs, finished: run.finished, short: run.short,
});

/** What a core spent, by the spans that were told. */
function ledgerOf(core: Core, { spans }: Watcher) {
  const visits = core.machine.tariff.paths.map(() => 0);
  const bytes = core.machine.tariff.paths.map(() => 0);
  const elapsedPs = stretches.map(() => 0);
  let idlePs = 0;
  let endPs = 0;
  for (const { core: of, path, bytes: moved, stretch, doing, fromPs, toPs } of spans) {
    if (of !== core) continue;
    is(fromPs, endPs, `${core.name}: a gap or an overlap`);
    endPs = toPs;
    if (path !== null) {
      is(toPs - fromPs, path.fixedPs + moved * path.bytePs, path.name);
      visits[path.id]++;
      bytes[path.id] += moved;
    } else if (stretch !== null) {
      elapsedPs[stretch.id] += toPs - fromPs;
    } else {
      ok(doing === 'idle' || doing === 'wfi', doing);
      idlePs += toPs - fromPs;
    }
  }
  return { visits, bytes, elapsedPs, idlePs, endPs };
}

test('every system, device and workload: results are equal, the spans of each core follow without gap, and are its ledger', () => {
  let spans = 0;
  for (const [what, spec] of specs()) {
    const watcher = new Watcher();
    const watched = runOnce(spec, 1, watcher);
    equal(result(watched, spec), result(runOnce(spec, 1), spec), what);
    for (const core of watched.machine.cores) {
      const { ledger } = core.meter;
      const { endPs, ...told } = ledgerOf(core, watcher);
      const paths = watched.machine.tariff.paths.length;
      equal(told, {
        visits: [...ledger.visits.slice(0, paths)], bytes: [...ledger.bytes.slice(0, paths)], elapsedPs: [...ledger.elapsedPs], idlePs: ledger.idlePs,
      }, `${what}: ${core.name}`);
      is(endPs + core.meter.unfinishedPs, watched.machine.simulation.now, `${what}: ${core.name} to the end`);
    }
    spans += watcher.spans.length;
  }
  ok(spans > 100_000, `${spans} spans`);
});

test('what is told comes in the order of time, and each thing when it happens', () => {
  for (const system of everySystem) {
    const watcher = new Watcher();
    const { machine } = runOnce(specimen(system, { requests: 20, policy: 'shipping-2026' }), 1, watcher);
    for (const told of [watcher.spans.map(({ toPs }) => toPs), watcher.handOvers.map(({ atPs }) => atPs), watcher.steps.map(({ atPs }) => atPs)]) {
      ok(told.every((ps, i) => i === 0 || told[i - 1] <= ps), system);
      ok(told.every((ps) => ps <= machine.simulation.now), system);
    }
  }
});

const order: readonly RequestStage[] = ['started', 'published', 'kicked', 'taken', 'submitted', 'finished', 'used', 'reclaimed', 'completed', 'collected'];

test('a request takes the steps of its life in order, each once, and its latency is from the first to the last', () => {
  for (const system of everySystem) {
    const watcher = new Watcher();
    const { latenciesPs } = runOnce(specimen(system, { requests: 20, policy: 'shipping-2026' }), 1, watcher);
    const requests = new Map<number, readonly { readonly what: RequestStage; readonly atPs: number }[]>();
    for (const { request, what, atPs } of watcher.steps) if (order.includes(what)) requests.set(request, [...(requests.get(request) ?? []), { what, atPs }]);
    const lives = [...requests.values()].filter((life) => life.at(-1)?.what === 'collected');
    equal(lives.slice(-20).map((life) => life[life.length - 1].atPs - life[0].atPs), [...latenciesPs], system);
    for (const life of lives) {
      const places = life.map(({ what }) => order.indexOf(what));
      ok(places.every((place, i) => i === 0 || places[i - 1] < place), `${system}: ${life.map(({ what }) => what).join(', ')}`);
      is(places[0], 0, system);
    }
  }
});

test('interrupts are sent, pending and taken; a thread that was woken becomes runnable; a kick is tested before it is made', () => {
  for (const system of everySystem) {
    const watcher = new Watcher();
    runOnce(specimen(system, { requests: 20, policy: 'shipping-2026' }), 1, watcher);
    const count = (what: string): number => watcher.handOvers.filter((handOver) => handOver.what === what).length;
    const [sent, pending, taken] = ['interrupt sent', 'interrupt pending', 'interrupt taken'].map(count);
    ok(sent >= pending && pending >= taken && sent - taken <= 3, `${system}: ${sent} sent, ${pending} pending, ${taken} taken`);
    ok(count('thread runnable') >= count('thread woken') - 1, system);
    const steps = (what: RequestStage): number => watcher.steps.filter((step) => step.what === what).length;
    if (steps('taken') > 0) is(steps('kick due'), steps('kicked'), system);
    const left = watcher.handOvers.filter(({ what }) => what === 'guest left' || what === 'guest entered').map(({ what }) => what);
    ok(left.every((what, i) => i === 0 || what !== left[i - 1]), `${system}: entered and left in turn`);
  }
});

test.run();
