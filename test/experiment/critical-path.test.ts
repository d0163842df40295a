import { suite } from 'uvu';
import { is, ok } from 'uvu/assert';
import { criticalPath } from '../../src/experiment/critical-path.ts';
import { allPairs } from '../../src/experiment/pairs.ts';
import { Recording } from '../../src/experiment/recording.ts';
import { runOnce } from '../../src/experiment/run.ts';
import { everySystem } from '../laws/every-system.ts';
import { specimen } from '../specimen.ts';
import type { Wish } from '../specimen.ts';

const test = suite('experiment/critical-path');

function recorded(system: string, wish: Wish): Recording {
  const recording = new Recording();
  runOnce(specimen(system, { requests: 20, ...wish }), 1, recording);
  return recording;
}

/** Sum by kind of the last requests; each is checked to be without gap. */
function sums(recording: Recording, what: string, count = 20): Readonly<Record<string, number>> {
  const found: Record<string, number> = { total: 0 };
  for (const life of recording.lives.slice(-count)) {
    let endPs = life.startPs;
    for (const { fromPs, toPs, kind } of criticalPath(recording, life)) {
      is(fromPs, endPs, `${what}: a gap or an overlap`);
      ok(toPs >= fromPs);
      endPs = toPs;
      found[kind] = (found[kind] ?? 0) + toPs - fromPs;
      found['total'] += toPs - fromPs;
    }
    is(endPs, life.endPs, `${what}: to the end`);
  }
  return found;
}

test('the pieces of every request of every system sum to its latency, whatever it is and meets', () => {
  let met = 0;
  for (const [i, system] of everySystem.entries()) {
    for (const [j, { device, workload }] of allPairs.entries()) {
      if (j % 7 !== i % 7 || (workload === 'micro' && system.startsWith('bare-metal'))) continue;
      const set = { ...(workload === 'fio' ? { 'workload.iodepth': 8 } : workload === 'rr' ? { 'workload.sessions': 4 } : workload === 'console' ? { 'workload.bytes': 4 } : {}) };
      const policy = i % 2 === 0 ? 'no-polling' : 'shipping-2026';
      sums(recorded(system, { device, workload, set, policy }), `${system}, ${device} ${workload}`);
      met++;
    }
  }
  ok(met > 30, `${met}`);
});

test('with ticks, neighbours, several guests and everybody on two cores too', () => {
  const set = {
    'topology.core_map': 'shared', 'topology.host_cores': 2, 'topology.vcpus': 2, 'topology.guests': 2, 'topology.tick_hz': 1000, 'topology.neighbour_load': 0.2, 'workload.iodepth': 4,
  };
  for (const system of ['vhe/vhost', 'nvhe/user-thread', 'xen/user-thread', 'vhe/user-thread[io=vcpu]']) sums(recorded(system, { set, policy: 'shipping-2026' }), system);
});

test('alone, a request waits for nothing but interrupts and its device: all else is work for it', () => {
  for (const system of everySystem) {
    const of = sums(recorded(system, { set: { 'device.distribution': 'fixed', 'device.service': 50_000 } }), system);
    ok((of['behind others'] ?? 0) === 0, `${system}: behind others ${of['behind others']}`);
    ok(((of['busy core'] ?? 0) + (of['run queue'] ?? 0)) / of['total'] < 0.05, `${system}: busy core ${of['busy core']}, run queue ${of['run queue']}`);
    if (!system.endsWith('/null')) ok(of['device'] >= 20 * 50e6, `${system}: device ${of['device']}`);
  }
});

test('deep in a queue it mostly waits for others', () => {
  const of = sums(recorded('vhe/user-thread', { set: { 'workload.iodepth': 32 } }), 'vhe/user-thread');
  ok(of['busy core'] > of['work'], `busy core ${of['busy core']}, work ${of['work']}`);
});

test.run();
