import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { hypervisors } from '../../src/hypervisors/index.ts';
import { hypervisor as x2, guestKernel as g, hostUser } from '../../src/machine/step.ts';
import type { Steps } from '../../src/machine/step.ts';
import { specimen } from '../specimen.ts';
import type { Wish } from '../specimen.ts';
import { pricedSteps, watch } from './watch.ts';

const test = suite('micro');

/** What an operation takes once all is warm, in ns; every one must take the same. */
function ns(system: string, operation: string, set: Wish['set'] = {}): number {
  const { done } = watch(specimen(system, { device: 'null', workload: 'micro', set: { 'workload.operation': operation, ...set } }), 30);
  const taken = done.slice(2).map(({ startPs, endPs }) => (endPs - startPs) / 1000);
  assert.ok(taken.every((time) => time === taken[0]), `${system} ${operation}: ${taken.join(' ')}`);
  return taken[0];
}

/** Sums of step lists, in ns, at the prices that the operation was timed with. */
function composed(system: string) {
  const hypervisor = system.split('/')[0] as keyof typeof hypervisors;
  const { steps, ps } = pricedSteps(specimen(system, { device: 'null', workload: 'micro' }), hypervisor);
  return { steps, sum: (...lists: readonly Steps[]): number => ps(...lists) / 1000 };
}

const two = { 'topology.vcpus': 2 };

test('vhe on neoverse-n1 takes what kvm-unit-tests measured', () => {
  assert.is(ns('vhe/vhost', 'hypercall'), 292);
  assert.is(ns('vhe/vhost', 'mmio_kernel'), 419);
  assert.is(ns('vhe/vhost', 'mmio_user'), 1609);
  assert.is(ns('vhe/vhost', 'eoi'), 29);
  // 1,509 and the list register of the last SGI, which the receiver's exit reads back.
  assert.is(ns('vhe/vhost', 'virtual_ipi', two), 1509 + 7);
});

for (const system of ['vhe/user-thread', 'nvhe/vhost', 'static-partition/vhost', 'xen/vhost']) {
  const kvm = system.includes('vhe');
  const weight = kvm ? 'kernel' : 'el2';

  test(`${system}: hypercalls and registers that need no process are their lists`, () => {
    const { steps, sum } = composed(system);
    const at = kvm ? steps.hostKernel : x2;
    assert.is(ns(system, 'hypercall'), sum(steps.exit[weight], [at('hypercall_reject')], steps.enter[weight]));
    assert.is(ns(system, 'mmio_kernel'), sum(steps.exit[weight], [at('abort_decode'), at('mmio_region_lookup'), at('emulate_reg_vgic')], steps.enter[weight]));
    assert.is(ns(system, 'eoi'), sum([g('guest_eoi')]));
  });

  test(`${system}: a virtual IPI is sent, flies, gets the other vCPU out and in, and is seen`, () => {
    const { steps, sum } = composed(system);
    const at = kvm ? steps.hostKernel : x2;
    const expected = sum(
      steps.exit[weight], [at('sgi_sysreg_trap')], steps.inject['in guest'].send, [x2('ipi_flight')],
      steps.kicked.inGuest, steps.fold, steps.flush, steps.enter.kernel,
      [g('guest_irq_entry_exit'), g('guest_iar'), g('guest_eoi'), g('cacheline_transfer_far')],
    );
    assert.is(ns(system, 'virtual_ipi', two), expected);
  });
}

test('an LPI is a store to the virtual ITS, its translation, and the same injection', () => {
  for (const system of ['vhe/vhost', 'nvhe/null']) {
    const { steps, sum } = composed(system);
    const h = steps.hostKernel;
    const expected = sum(
      steps.exit.kernel, [h('abort_decode'), h('mmio_region_lookup'), h('emulate_reg_vgic'), h('its_translate_cached')], steps.inject['in guest'].send, [x2('ipi_flight')],
      steps.kicked.inGuest, steps.fold, steps.flush, steps.enter.kernel,
      [g('guest_irq_entry_exit'), g('guest_iar'), g('guest_eoi'), g('cacheline_transfer_far')],
    );
    assert.is(ns(system, 'lpi', two), expected, system);
  }
});

test('under KVM a register in user space is one exit to the vCPU\'s own thread', () => {
  for (const system of ['vhe/vhost', 'nvhe/user-thread']) {
    const { steps, sum } = composed(system);
    assert.is(ns(system, 'mmio_user'), sum(steps.exit.user, [hostUser('bql_acquire'), hostUser('emulate_reg_virtio')], steps.enter.user));
  }
});

test('on a static partition it waits at EL2 for the daemon to wake and answer, whatever serves the ring', () => {
  const { steps, sum } = composed('static-partition/user-thread');
  const { sgi } = steps.post;
  const h = steps.hostKernel;
  const expected = sum(
    steps.exit.el2, steps.post.toUser, sgi?.send ?? [], [x2('ipi_flight')],
    steps.idleExit, sgi?.takeForUser ?? [], steps.wake.local, steps.contextSwitch,
    [h('poll_return')], steps.sysreturn, steps.syscall, [h('vfs_rw'), h('eventfd_read')], steps.sysreturn,
    [hostUser('cacheline_transfer_near'), hostUser('bridge_pop'), hostUser('emulate_reg_virtio'), hostUser('smp_mb')],
    [x2('spin_iter'), x2('cacheline_transfer_near')], steps.enter.el2,
  );
  for (const backend of ['user-thread', 'vhost', 'el2', 'passthrough']) assert.is(ns(`static-partition/${backend}`, 'mmio_user'), expected, backend);
});

test('a daemon that polls answers without being woken', () => {
  assert.ok(ns('static-partition/user-thread', 'mmio_user', { 'policy.daemon_poll_iters': 10_000_000 }) < 1000);
});

test('I/O latency out: from the kick until the worker has woken and takes the request', () => {
  const { steps, sum } = composed('vhe/vhost');
  const h = steps.hostKernel;
  const expected = sum(
    steps.exit.kernel, steps.post.toKernel, steps.wake.idleCore, [h('ipi_flight')],
    steps.idleExit, steps.reschedule.inHost, steps.contextSwitch, [h('vhost_work_turn'), h('vq_mutex'), h('notify_disable')],
  );
  assert.is(ns('vhe/vhost', 'io_latency_out'), expected);
});

test('I/O latency in: from the call of the worker until the guest\'s handler begins', () => {
  const { steps, sum } = composed('vhe/vhost');
  const expected = sum(steps.call.fromKernel, steps.inject['in guest'].send, [x2('ipi_flight')], steps.kicked.inGuest, steps.flush, steps.enter.kernel);
  assert.is(ns('vhe/vhost', 'io_latency_in'), expected);
});

test('a sidecore needs no kick: out is faster than any other way', () => {
  assert.ok(ns('vhe/sidecore', 'io_latency_out') < 200);
});

test('what cannot be timed is refused with the reason', () => {
  assert.throws(() => ns('vhe/vhost', 'virtual_ipi'), 'virtual_ipi needs two vCPUs');
  assert.throws(() => ns('vhe/vhost', 'lpi', { ...two, 'policy.gic': 'v2' }), 'lpi needs the virtual ITS of KVM');
  assert.throws(() => ns('static-partition/vhost', 'lpi', two), 'lpi needs the virtual ITS of KVM');
  assert.throws(() => ns('bare-metal/passthrough', 'hypercall'), 'nothing exits without a hypervisor');
  assert.throws(() => ns('vhe/null', 'io_latency_out'), 'no virtqueue that is kicked and calls');
});

test.run();
