import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { staticPartition } from '../../src/hypervisors/static-partition.ts';
import { costs } from '../../src/machine/costs.ts';
import { counted, levelChanges, lists, usual, variants, visits, walk } from './step-lists.ts';

const test = suite('hypervisors/static-partition');
const every = variants(staticPartition).map(({ options, steps }) => ({ name: JSON.stringify(options), steps }));

test('no world switch anywhere: nobody else uses the registers of a core', () => {
  for (const { steps } of every) {
    for (const { name, steps: list } of lists(steps)) {
      for (const { cost, role } of list) {
        is(role === 'world switch', false, `${name}: ${cost}`);
        is(costs[cost].group !== 'world switch' || cost === 'gpr_save' || cost === 'gpr_restore', true, `${name}: ${cost}`);
      }
    }
    equal([steps.vcpuPut, steps.vcpuLoad, steps.flush, steps.fold], [[], [], [], []]);
  }
});

test('an exit goes to EL2 and back with 2 changes of level, whoever it is for, because nobody else runs on that core', () => {
  for (const { steps: { exit, enter } } of every) {
    for (const weight of ['el2', 'kernel', 'user'] as const) {
      equal(exit[weight], exit.el2);
      equal(enter[weight], enter.el2);
      equal([walk(1, exit[weight]), walk(2, enter[weight]), levelChanges([...exit[weight], ...enter[weight]])], [2, 1, 2]);
    }
  }
});

test('every step happens at the level that the one before it left', () => {
  for (const { steps } of every) {
    const { wake, call, post } = steps;
    equal([walk(1, wake.local), walk(1, wake.busyCore), walk(1, wake.idleCore)], [1, 1, 1]);
    equal([walk(1, call.fromKernel), walk(2, call.backToKernel), walk(0, call.fromUser), walk(2, call.backToUser)], [2, 1, 2, 0]);
    equal([walk(2, post.toKernel), walk(2, post.toUser), walk(2, post.sgi?.send ?? []), walk(1, post.sgi?.takeForKernel ?? []), walk(1, post.sgi?.takeForUser ?? [])], [2, 2, 2, 1, 1]);
    equal([walk(0, steps.syscall), walk(1, steps.sysreturn), walk(1, steps.interrupted), walk(1, steps.kicked.inGuest), walk(1, steps.assignedIrq.inGuest), walk(1, steps.timerIrq.inGuest)], [1, 0, 2, 2, 2, 2]);
    is(walk(1, steps.tick.inHost), 1);
    for (const irq of [steps.deviceIrq, steps.reschedule, steps.rescheduleVcpu]) equal([walk(1, irq.inGuest), walk(1, irq.inHost)], [1, 1]);
    for (const { send } of Object.values(steps.inject)) is(walk(2, send), 2);
  }
});

test('what leaves the guest counts one exit; the HostVM\'s own interrupts, calls and IPIs count as exits of the host', () => {
  const guest = /^exit\.|^interrupted$|^tick\.inGuest$|^(kicked|assignedIrq|timerIrq)\./;
  const host = /^(deviceIrq|reschedule|rescheduleVcpu)\.|^tick\.inHost$|^wake(Vcpu)?\.(busyCore|idleCore)$|^call\.from|^post\.sgi\.take/;
  for (const { steps } of every) {
    for (const { name, steps: list } of lists(steps)) {
      equal([counted('exit', list), counted('host exit', list)], [guest.test(name) ? 1 : 0, host.test(name) ? 1 : 0], name);
      is(visits(['trap_el1_to_el2', 'irq_to_el2', 'hvc_el1_to_el2'], list), guest.test(name) || host.test(name) ? 1 : 0, name);
    }
  }
});

test('every signal crosses cores by one SGI: to the HostVM, to a guest wherever its vCPU is, to another core\'s scheduler', () => {
  const signal = /^inject\..*\.send$|^post\.sgi\.send$/;
  const waking = /^wake(Vcpu)?\.(busyCore|idleCore)$/;
  for (const { steps } of every) {
    for (const { name, steps: list } of lists(steps)) {
      equal([counted('ipi', list), counted('reschedule ipi', list)], [signal.test(name) ? 1 : 0, waking.test(name) ? 1 : 0], name);
      is(visits(['ipi_send'], list), signal.test(name) || waking.test(name) ? 1 : 0, name);
    }
    for (const { then } of Object.values(steps.inject)) is(then, 'ipi');
  }
});

test('the HostVM pays EL2 for each of its own interrupts, once in and once out', () => {
  for (const { steps: { deviceIrq, reschedule, tick } } of every) {
    for (const { inHost } of [deviceIrq, reschedule, tick]) equal([visits(['irq_to_el2'], inHost), visits(['eret_el2_to_el1'], inHost), visits(['irq_to_host_kernel'], inHost)], [1, 1, 1]);
  }
});

test('a tick on a guest\'s core is the guest\'s own: EL2 hands it on, and no kernel of the host sees it', () => {
  for (const { steps: { tick: { inGuest } } } of every) {
    is(walk(1, inGuest.filter(({ role }) => role !== 'guest kernel')), 2, 'the entry follows');
    equal(inGuest.filter(({ role }) => role === 'host kernel'), []);
    is(visits(['tick_handler'], inGuest.filter(({ role }) => role === 'guest kernel')), 1);
  }
});

test('WFI is not trapped, and a vCPU is no thread', () => {
  const { wfi, vcpusAreThreads } = staticPartition.steps(usual);
  equal([wfi, vcpusAreThreads, staticPartition.waits, staticPartition.partitioned], [null, false, 'spin', true]);
});

test('a user process is told of a request by one system call\'s worth more than a kernel thread', () => {
  const { call, syscall, sysreturn } = staticPartition.steps(usual);
  const extra = [...syscall.map(({ cost }) => cost), 'ioctl_dispatch'];
  equal(call.fromUser.map(({ cost }) => cost).filter((cost) => !extra.includes(cost)), call.fromKernel.map(({ cost }) => cost));
  equal(call.backToUser, [...call.backToKernel, ...sysreturn]);
});

test.run();
