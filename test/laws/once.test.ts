import fc from 'fast-check';
import { suite } from 'uvu';
import { equal, is, ok, throws } from 'uvu/assert';
import { allPairs } from '../../src/experiment/pairs.ts';
import { parseSystem, systems } from '../../src/experiment/systems.ts';
import { hypervisors } from '../../src/hypervisors/index.ts';
import { specimen } from '../specimen.ts';
import { everySystem } from './every-system.ts';
import { play } from './play.ts';

const test = suite('law: every request is answered exactly once');

/** Workloads whose requests all go through the device's queue. */
const through = new Set(['console', 'fio', 'open-loop', 'producer-consumer', 'rr', 'stream']);

test('every system, alone and with each option, answers every device and workload', () => {
  let played = 0;
  for (const system of everySystem) {
    for (const { device, workload } of allPairs) {
      const name = `${system} ${device} ${workload}`;
      const spec = specimen(system, { device, workload, set: device === 'net' ? { 'device.answer_every': 3 } : workload === 'console' ? { 'workload.bytes': 16 } : {} });
      if (workload === 'micro' && !hypervised(system)) {
        throws(() => play(spec, 1, 60), /nothing exits without a hypervisor/, name);
      } else {
        const { answered, faults } = play(spec, 1, 60);
        ok(answered.length >= 60, `${name}: ${answered.length} answers`);
        if (through.has(workload)) equal(faults, [], name);
      }
      played++;
    }
  }
  is(played, everySystem.length * allPairs.length);
  is(Object.keys(systems).length, 28);
  ok(everySystem.length >= 40 && allPairs.length >= 14, `${everySystem.length} systems, ${allPairs.length} pairs`);
});

const machine = {
  'ring.size': fc.constantFrom(4, 8, 16, 256),
  'ring.event_idx': fc.boolean(),
  'ring.layout': fc.constantFrom('split', 'packed'),
  'ring.indirect': fc.boolean(),
  'ring.in_order': fc.boolean(),
  'ring.notification_data': fc.boolean(),
  'policy.publish_used': fc.constantFrom('each', 'batch'),
  'topology.vcpus': fc.constantFrom(1, 1, 2, 3),
  'topology.queues': fc.constantFrom(1, 2, 3),
  'topology.guests': fc.constantFrom(1, 1, 2),
  'topology.host_cores': fc.constantFrom(1, 2),
  'topology.threads': fc.constantFrom('per-device', 'per-core'),
  'topology.tick_hz': fc.constantFrom(0, 0, 1000),
  'topology.neighbour_load': fc.constantFrom(0, 0, 0.3),
  'policy.busyloop_timeout': fc.constantFrom(0, 3000, 50_000),
  'policy.transport': fc.constantFrom('default', 'mmio', 'pci-msix'),
  'device.queue_depth': fc.constantFrom(1, 2, 1023, 1023),
  'device.irq_moderation': fc.constantFrom(0, 0, 30_000),
  'device.irq_moderation_threshold': fc.constantFrom(2, 8),
  'policy.twi': fc.constantFrom('auto', 'trap', 'native'),
};
const anywhere = {
  system: fc.constantFrom(...everySystem),
  policy: fc.constantFrom('no-polling' as const, 'shipping-2026' as const),
  seed: fc.nat(1000),
  shared: fc.boolean(),
};

test('a job that ends leaves nothing behind, whatever ring, suppression, depth, jobs, cores, policy and seed', () => {
  const anything = fc.record({
    ...anywhere,
    device: fc.constantFrom('blk', 'null'),
    numjobs: fc.integer({ min: 1, max: 4 }),
    fsync: fc.constantFrom(0, 3),
    thinktimeNs: fc.constantFrom(0, 0, 2000),
    rateIops: fc.constantFrom(0, 0, 50_000),
    set: fc.record({ ...machine, 'workload.iodepth': fc.constantFrom(1, 2, 5, 32), 'device.service': fc.constantFrom(0, 150, 10_000) }),
  });
  fc.assert(
    fc.property(anything, ({ system, device, policy, seed, shared, set, ...job }) => {
      const each = 25;
      const spec = specimen(system, { device, policy, set: { ...set, 'topology.core_map': coreMap(system, shared) }, job: { ...job, rw: 'randrw', numberIos: each } });
      const { answered, faults, inFlight } = play(spec, seed);
      equal(faults, []);
      is(answered.length, each * job.numjobs * set['topology.guests'], 'answers');
      is(inFlight, 0, 'left behind');
    }),
    { numRuns: 500 },
  );
});

test('packets in any number of connections, sent and received, are all answered, whoever polls', () => {
  const anything = fc.record({
    ...anywhere,
    connections: fc.integer({ min: 1, max: 4 }),
    set: fc.record({
      ...machine,
      'device.answer_every': fc.integer({ min: 1, max: 5 }), 'device.peer': fc.constantFrom('remote', 'host-process'), 'policy.napi_weight': fc.constantFrom(1, 2, 64),
      'device.gro': fc.constantFrom(1, 4), 'device.mergeable': fc.boolean(), 'policy.guest_polls': fc.constantFrom(false, false, true), 'policy.isr_served_by': fc.constantFrom('default', 'el2'),
    }),
    direction: fc.constantFrom('send', 'receive', 'both'),
    segment: fc.constantFrom(1448, 5792),
    window: fc.integer({ min: 1, max: 20 }),
  });
  fc.assert(
    fc.property(anything, ({ system, policy, seed, shared, set, connections, direction, segment, window }) => {
      const workload = window === 1 ? { workload: 'rr', set: { 'workload.sessions': connections } } : { workload: 'stream', set: { 'workload.connections': connections, 'workload.direction': direction, 'workload.segment': segment, 'workload.window': 1448 * window } };
      // A buffer for the largest packet takes 19 descriptors.
      const size = set['device.mergeable'] || set['device.gro'] === 1 ? set['ring.size'] : Math.max(32, set['ring.size']);
      const spec = specimen(system, { device: 'net', policy, workload: workload.workload, set: { ...set, ...workload.set, 'ring.size': size, 'topology.core_map': coreMap(system, shared) } });
      const { answered, faults, inFlight, machine: { simulation } } = play(spec, seed, 200);
      equal(faults, []);
      ok(answered.length >= 200, `${answered.length} answers`);
      ok(inFlight <= 2 * connections * window * set['topology.guests'], `${inFlight} in flight`);
      ok(simulation.now < 1e13, 'ten seconds for 200 packets');
    }),
    { numRuns: 300 },
  );
});

function coreMap(system: string, shared: boolean): string {
  return shared && !hypervisors[parseSystem(system).hypervisor].partitioned ? 'shared' : 'separate';
}

function hypervised(system: string): boolean {
  return hypervisors[parseSystem(system).hypervisor].waits !== 'never';
}

test.run();
