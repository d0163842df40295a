import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runOnce } from '../../src/experiment/run.ts';
import { specimen } from '../specimen.ts';
import { visitsOf } from './counts-of.ts';

const test = suite('daemon');
const atEl2 = { 'policy.isr_served_by': 'el2' };

test('hvisor\'s daemon pays for itself and one system call that blocks, not for the model of QEMU', () => {
  const { cost } = visitsOf('static-partition/user-thread', atEl2);
  assert.equal(['daemon_request', 'vfs_rw', 'host_blk_submit', 'vmm_blk_request', 'aio_submit'].map(cost), [1, 2, 1, 0, 0]);
});

test('Xen\'s is QEMU, and pays for nothing of hvisor\'s', () => {
  const { cost } = visitsOf('xen/user-thread', atEl2);
  assert.equal(['daemon_request', 'vmm_blk_request', 'aio_submit'].map(cost), [0, 1, 1]);
});

test('under Xen a kick is one access: the guest is left and entered once for it', () => {
  const { cost, count } = visitsOf('xen/user-thread', atEl2);
  assert.is(count('kick'), 1);
  // The kick, two registers and WFI; each entry of guest or host checks once.
  assert.is(count('exit'), 4);
  assert.is(cost('xen_ioreq_post'), 2);
});

test('Xen\'s main loop has many requests under way, hvisor\'s worker one', () => {
  const perSecond = (system: string, iodepth: number): number => {
    const { account, latenciesPs } = runOnce(specimen(system, { set: { ...atEl2, 'workload.iodepth': iodepth, 'device.channels': 8, 'device.service': 500_000, 'device.distribution': 'fixed' }, requests: 300 }), 1);
    return (latenciesPs.length / account.elapsedPs) * 1e12;
  };
  assert.ok(perSecond('xen/user-thread', 8) > 7.5 * perSecond('xen/user-thread', 1));
  assert.ok(perSecond('static-partition/user-thread', 8) < 1.1 * perSecond('static-partition/user-thread', 1));
});

test('Xen\'s main loop is woken for a kick and for a completion, and nobody else of the device model is', () => {
  const { cost, count } = visitsOf('xen/user-thread', atEl2);
  assert.is(count('wakeup'), 2);
  assert.is(cost('vmm_loop_turn_main'), 1);
  assert.is(cost('futex_wake'), 0);
});

test('a sidecore beside which no host core is free cannot have its registers answered by a daemon', () => {
  const user = { 'policy.isr_served_by': 'user' };
  for (const hypervisor of ['static-partition', 'xen']) {
    assert.throws(() => visitsOf(`${hypervisor}/sidecore`, user), 'the daemon needs a host core');
    assert.is(visitsOf(`${hypervisor}/sidecore`).cost('bridge_pop'), 0);
    assert.is(visitsOf(`${hypervisor}/sidecore`, { ...user, 'topology.host_cores': 2 }).cost('bridge_pop'), 2);
  }
});

test.run();
