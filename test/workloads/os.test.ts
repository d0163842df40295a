import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { guestKernel as g, guestUser as u } from '../../src/machine/step.ts';
import { os } from '../../src/workloads/os.ts';
import { specimen } from '../specimen.ts';
import { pricedSteps, watch } from './watch.ts';

const test = suite('os');

/** What an operation takes, in instructions; every one must take the same. */
function instructions(system: string, of: 'guest' | 'host', operation: string): number {
  const { done } = watch(specimen(system, { device: 'null', workload: 'os', profile: 'emulated-n1', set: { 'workload.of': of, 'workload.operation': operation } }), 20);
  const taken = done.map(({ startPs, endPs }) => (endPs - startPs) / 1000);
  assert.is(done.length, 20);
  assert.ok(taken.every((time) => time === taken[0]), `${system} ${of} ${operation}`);
  return taken[0];
}

const operations: readonly string[] = os.parameters['operation'].kind === 'choice' ? os.parameters['operation'].of : [];

test('a system call of the host is its entry and its return, at the host kernel\'s level', () => {
  for (const hypervisor of ['vhe', 'nvhe'] as const) {
    const { steps, ps } = pricedSteps(specimen(`${hypervisor}/null`, { device: 'null', workload: 'os', profile: 'emulated-n1' }), hypervisor);
    assert.is(instructions(`${hypervisor}/null`, 'host', 'syscall'), ps(steps.syscall, steps.sysreturn) / 1000);
  }
});

test('a guest\'s system call is the same under every hypervisor, and without one', () => {
  const { ps } = pricedSteps(specimen('vhe/null', { device: 'null', workload: 'os', profile: 'emulated-n1' }), 'vhe');
  const expected = ps([u('svc_el0_to_el1'), g('syscall_entry'), g('syscall_exit'), g('eret_el1_to_el0')]) / 1000;
  for (const system of ['vhe/null', 'nvhe/vhost', 'xen/vhost', 'static-partition/user-thread', 'bare-metal/null']) assert.is(instructions(system, 'guest', 'syscall'), expected, system);
});

test('there and back between two tasks is twice one way: both calls, a wake-up and a switch', () => {
  const { steps, ps } = pricedSteps(specimen('vhe/null', { device: 'null', workload: 'os', profile: 'emulated-n1' }), 'vhe');
  const h = steps.hostKernel;
  const call = ps(steps.syscall, steps.sysreturn);
  const oneWay = 2 * call + ps([h('vfs_rw'), h('eventfd_signal'), h('vfs_rw'), h('eventfd_read'), h('try_to_wake_up'), h('context_switch')]);
  assert.is(instructions('vhe/null', 'host', 'eventfd_threads'), (2 * oneWay) / 1000);
  assert.is(instructions('vhe/null', 'host', 'eventfd_processes'), (2 * (oneWay + ps([h('mm_switch')]))) / 1000);
});

test('a switch by itself is what both ways of processes have beyond their calls, halved', () => {
  const calls = 2 * instructions('vhe/null', 'host', 'eventfd_write_read');
  assert.is(instructions('vhe/null', 'host', 'switch_processes'), (instructions('vhe/null', 'host', 'eventfd_processes') - calls) / 2);
});

test('every operation is done by guest and host, and none takes less than a system call', () => {
  assert.ok(operations.length >= 12);
  for (const of of ['guest', 'host'] as const) {
    const least = instructions('vhe/null', of, 'syscall');
    for (const operation of operations) assert.ok(instructions('vhe/null', of, operation) >= least, `${of} ${operation}`);
  }
});

test.run();
