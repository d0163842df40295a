import { suite } from 'uvu';
import { equal, is, ok, throws } from 'uvu/assert';
import { assemble } from '../../src/experiment/bench.ts';
import { runOnce } from '../../src/experiment/run.ts';
import { Requests } from '../../src/machine/requests.ts';
import { everySystem } from '../laws/every-system.ts';
import { specimen } from '../specimen.ts';
import type { Wish } from '../specimen.ts';

const test = suite('experiment/bench');
const built = (system: string, set: NonNullable<Wish['set']>, guests = 1) => assemble(specimen(system, { set }), Array.from({ length: guests }, () => new Requests(10)), () => false);

test('separate: every vCPU has a core of its own beside those of the host', () => {
  const { machine, guests } = built('vhe/vhost', { 'topology.vcpus': 2, 'topology.host_cores': 3 }, 2);
  equal(machine.cores.map(({ name }) => name), ['host 0', 'host 1', 'host 2', 'guest 0 vCPU 0', 'guest 0 vCPU 1', 'guest 1 vCPU 0', 'guest 1 vCPU 1']);
  const cores = guests.flatMap(({ vcpus }) => vcpus.map(({ thread }) => thread.core));
  is(new Set(cores).size, 4);
});

test('shared: vCPUs live on the host cores, in turn', () => {
  const { machine, guests } = built('vhe/vhost', { 'topology.core_map': 'shared', 'topology.vcpus': 3, 'topology.host_cores': 2 });
  is(machine.cores.length, 2);
  equal(guests[0].vcpus.map(({ thread }) => thread.core.name), ['host 0', 'host 1', 'host 0']);
});

test('vCPUs share queues in turn, and never have more than one each', () => {
  for (const system of everySystem) {
    const { guests: [guest] } = built(system, { 'topology.vcpus': 4, 'topology.queues': 2 });
    const fronts = guest.vcpus.map((vcpu) => guest.frontOf(vcpu));
    is(fronts[0], fronts[2], system);
    is(fronts[1], fronts[3], system);
    ok(fronts[0] !== fronts[1], system);
    const { guests: [few] } = built(system, { 'topology.vcpus': 2, 'topology.queues': 8 });
    is(new Set(few.vcpus.map((vcpu) => few.frontOf(vcpu))).size, 2, system);
  }
});

test('what a partition gives a VM it does not share; a register nobody can serve is refused', () => {
  for (const system of ['static-partition/vhost', 'bare-metal/passthrough']) throws(() => built(system, { 'topology.core_map': 'shared' }), /gives every VM cores of its own: separate/);
  throws(() => built('static-partition/vhost', { 'policy.isr_served_by': 'kernel' }), /el2 or user/);
});

/** Guest exits of a kind, per request. */
const per = (system: string, set: NonNullable<Wish['set']>, count: RegExp): number => {
  const { machine, account, latenciesPs } = runOnce(specimen(system, { set: { 'device.distribution': 'fixed', ...set }, requests: 50 }), 1);
  return machine.tariff.paths.filter(({ name }) => count.test(name)).reduce((sum, { id }) => sum + account.visits[id], 0) / latenciesPs.length;
};

test('WFI traps or not as asked; by itself it is native where GICv4 delivers to a core that is not shared', () => {
  const trapped = /^WFI trapped$/;
  is(per('vhe/vhost', {}, trapped), 1);
  is(per('vhe/vhost', { 'policy.twi': 'native' }, trapped), 0);
  is(per('vhe/passthrough[irq=gicv4]', {}, trapped), 0);
  is(per('vhe/passthrough[irq=gicv4]', { 'policy.twi': 'trap' }, trapped), 1);
  is(per('vhe/passthrough', {}, trapped), 1);
  is(per('static-partition/vhost', { 'policy.twi': 'trap' }, trapped), 0);
});

test('virtio-mmio costs two register accesses for each interrupt, MSI-X none', () => {
  const access = /^register access/;
  is(per('vhe/vhost', {}, access), 0);
  is(per('vhe/vhost', { 'policy.transport': 'mmio' }, access), 2);
  is(per('static-partition/vhost', { 'policy.isr_served_by': 'el2' }, access), 2);
  is(per('static-partition/vhost', { 'policy.transport': 'pci-msix' }, access), 0);
});

test('the era of KVM, the depth of idling and prices change what a request takes', () => {
  const mean = (set: NonNullable<Wish['set']>): number => {
    const { latenciesPs } = runOnce(specimen('nvhe/vhost', { set: { 'device.distribution': 'fixed', ...set }, requests: 50 }), 1);
    return latenciesPs[10];
  };
  ok(mean({ 'policy.kvm_era': '2016' }) > mean({}));
  ok(mean({ 'topology.idle': 'deep' }) > mean({}));
  ok(mean({ 'costs.context_switch': 5000 }) > mean({}));
});

test.run();
