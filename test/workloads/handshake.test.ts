import { suite } from 'uvu';
import { equal, is, ok, throws } from 'uvu/assert';
import type { hypervisors } from '../../src/hypervisors/index.ts';
import { guestKernel as g, hostUser as u, hypervisor as x2 } from '../../src/machine/step.ts';
import type { Steps } from '../../src/machine/step.ts';
import { trial } from '../../src/experiment/trial.ts';
import { everySystem } from '../laws/every-system.ts';
import { specimen } from '../specimen.ts';
import type { Wish } from '../specimen.ts';
import { pricedSteps, watch } from './watch.ts';

const test = suite('handshake');

/** Loads, stores and reads of configuration space of a block device's probe. */
const BLK = { mmio: { loads: 27, stores: 22, config: 0 }, 'pci-msix': { loads: 30, stores: 28, config: 79 } } as const;

/** What one device takes once all is warm, in ns; every one must take the same. */
function ns(system: string, set: Wish['set'] = {}, device = 'blk'): number {
  const { done } = watch(specimen(system, { device, workload: 'handshake', set }), 6);
  const taken = done.slice(2).map(({ startPs, endPs }) => (endPs - startPs) / 1000);
  ok(taken.every((time) => time === taken[0]), `${system}: ${taken.join(' ')}`);
  return taken[0]!;
}

function composed(system: string) {
  const { steps, ps } = pricedSteps(specimen(system, { device: 'blk', workload: 'handshake' }), system.split('/')[0] as keyof typeof hypervisors);
  return { steps, sum: (...lists: readonly Steps[]): number => ps(...lists) / 1000 };
}

test('where one core answers, a set-up is so many times the list of one access', () => {
  for (const transport of ['mmio', 'pci-msix'] as const) {
    const all = BLK[transport].loads + BLK[transport].stores + BLK[transport].config;
    for (const system of ['vhe/vhost', 'nvhe/user-thread', 'vhe/sidecore', 'vhe/trap-and-emulate']) {
      const { steps, sum } = composed(system);
      is(ns(system, { 'policy.transport': transport }), all * sum(steps.exit.user, [u('bql_acquire'), u('emulate_reg_virtio')], steps.enter.user), `${system} ${transport}`);
    }
    for (const system of ['static-partition/el2', 'xen/el2', 'static-partition/trap-and-emulate']) {
      const { steps, sum } = composed(system);
      is(ns(system, { 'policy.transport': transport }), all * sum(steps.exit.el2, [x2('abort_decode'), x2('mmio_region_lookup'), x2('emulate_reg_virtio')], steps.enter.el2), `${system} ${transport}`);
    }
  }
});

test('a virtio device in hardware is loads and stores; its configuration space is emulated, but not on bare metal', () => {
  const { loads, stores, config } = BLK['pci-msix'];
  const direct = (system: string) => composed(system).sum([...Array.from({ length: loads }, () => g('mmio_load')), ...Array.from({ length: stores }, () => g('mmio_store'))]);
  const pci = { 'policy.transport': 'pci-msix' };
  is(ns('bare-metal/passthrough', pci), direct('bare-metal/passthrough') + config * composed('bare-metal/passthrough').sum([g('mmio_load')]));
  const { steps: kvm, sum } = composed('vhe/passthrough');
  is(ns('vhe/passthrough', pci), direct('vhe/passthrough') + config * sum(kvm.exit.user, [u('bql_acquire'), u('emulate_reg_virtio')], kvm.enter.user));
  const { steps: partition } = composed('static-partition/passthrough');
  is(ns('static-partition/passthrough', pci), direct('static-partition/passthrough') + config * sum(partition.exit.el2, [x2('abort_decode'), x2('mmio_region_lookup'), x2('emulate_reg_virtio')], partition.enter.el2));
});

test('a daemon that sleeps is woken for each access; one that polls answers at once', () => {
  const asleep = ns('static-partition/user-thread');
  const polling = ns('static-partition/user-thread', { 'policy.daemon_poll_iters': 10_000_000 });
  ok(asleep > 5 * polling, `${asleep} ns and ${polling} ns`);
});

test('every access leaves the guest once wherever it is emulated, and the ledger has each', () => {
  for (const system of everySystem.filter((name) => !/null|passthrough/.test(name))) {
    const set = { 'policy.transport': 'mmio', 'topology.host_cores': 2 };
    const { metrics, ledger } = trial(specimen(system, { device: 'net', workload: 'handshake', requests: 10, set }));
    is(metrics.per_request.exits, 64, system);
    is(ledger.steps.filter(({ cost }) => cost === 'emulate_reg_virtio').reduce((sum, { visits_per_request }) => sum + visits_per_request, 0), 64, system);
  }
});

test('more queues are more accesses', () => {
  const exits = (queues: number) => trial(specimen('vhe/vhost', { device: 'blk', workload: 'handshake', requests: 10, set: { 'policy.transport': 'mmio', 'topology.vcpus': queues, 'topology.queues': queues } })).metrics.per_request.exits;
  equal([exits(1), exits(2), exits(4)], [49, 49 + 11 + 1, 49 + 33 + 1]);
});

test('two guests that boot at once keep their one daemon awake; one that polls is a queue for many of them', () => {
  const latency = (guests: number, polls: number) =>
    trial(specimen('static-partition/user-thread', { device: 'blk', workload: 'handshake', requests: 40, set: { 'topology.guests': guests, 'workload.gap': 0, 'policy.daemon_poll_iters': polls } })).metrics.latency_us.mean;
  const [one, two, polled, crowded] = [latency(1, 0), latency(2, 0), latency(1, 1e7), latency(8, 1e7)];
  ok(two < one / 3, `${two} us and ${one} us`);
  ok(crowded > 2 * polled, `${crowded} us and ${polled} us`);
});

test('results say what is not in them', () => {
  ok(trial(specimen('vhe/vhost', { device: 'blk', workload: 'handshake', requests: 5 })).remarks.some((text) => text.includes('PCI enumeration')));
});

test('what has no virtio driver is refused', () => {
  throws(() => trial(specimen('vhe/vhost', { device: 'null', workload: 'handshake' })), 'null is no virtio device');
});

test.run();
