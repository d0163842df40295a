import { suite } from 'uvu';
import * as assert from 'uvu/assert';
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

test('a sidecore beside which no host core is free cannot have its registers answered by a daemon', () => {
  const user = { 'policy.isr_served_by': 'user' };
  for (const hypervisor of ['static-partition', 'xen']) {
    assert.throws(() => visitsOf(`${hypervisor}/sidecore`, user), 'the daemon needs a host core');
    assert.is(visitsOf(`${hypervisor}/sidecore`).cost('bridge_pop'), 0);
    assert.is(visitsOf(`${hypervisor}/sidecore`, { ...user, 'topology.host_cores': 2 }).cost('bridge_pop'), 2);
  }
});

test.run();
