import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { at, guestKernel, guestUser, hostUser, hypervisor, repeat } from '../../src/machine/step.ts';

const test = suite('step');

test('a place says at which exception level and in which role its steps are', () => {
  equal([guestUser, guestKernel, hypervisor, hostUser].map((place) => place('smp_mb')).map(({ el, role }) => `EL${el} ${role}`), [
    'EL0 guest user', 'EL1 guest kernel', 'EL2 hypervisor', 'EL0 host user',
  ]);
  equal(at(2, 'host kernel')('eventfd_signal'), { cost: 'eventfd_signal', el: 2, role: 'host kernel', times: 1, counts: [] });
});

test('a step counts as what it is said to count as', () => {
  equal(hypervisor('trap_el1_to_el2', 'exit', 'wfi exit').counts, ['exit', 'wfi exit']);
});

test('wake-ups, switches and interrupts of a guest count as such wherever they stand', () => {
  equal(hostUser('try_to_wake_up').counts, ['wakeup']);
  equal(hostUser('context_switch').counts, ['context switch']);
  equal(hypervisor('ctxt_switch_vm').counts, ['context switch']);
  equal(guestKernel('guest_irq_entry_exit').counts, ['interrupt']);
  equal(hostUser('try_to_wake_up', 'ipi').counts, ['wakeup', 'ipi']);
});

test('a repeated step is one step, so many times', () => {
  is(repeat(3, repeat(2, guestKernel('desc_write'))).times, 6);
  is(repeat(0, guestKernel('desc_write')).times, 0);
});

test.run();
