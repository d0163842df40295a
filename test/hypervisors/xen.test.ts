import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { xen } from '../../src/hypervisors/xen.ts';
import { counted, levelChanges, lists, usual, variants, visits, walk } from './step-lists.ts';

const test = suite('hypervisors/xen');
const every = variants(xen).map(({ steps }) => steps);

test('an exit goes to EL2 and back with 2 changes of level, whoever it is for', () => {
  for (const { exit, enter } of every) {
    for (const weight of ['el2', 'kernel', 'user'] as const) equal([walk(1, exit[weight]), walk(2, enter[weight]), levelChanges([...exit[weight], ...enter[weight]])], [2, 1, 2]);
  }
});

test('every exit folds the list registers and every entry fills them; what is added is the registers in use', () => {
  for (const steps of every) {
    for (const weight of ['el2', 'kernel', 'user'] as const) {
      equal([visits(['vgic_fold'], steps.exit[weight]), visits(['vgic_flush'], steps.exit[weight])], [1, 0]);
      equal([visits(['vgic_fold'], steps.enter[weight]), visits(['vgic_flush'], steps.enter[weight])], [0, 1]);
    }
    const v2 = visits(['vgic_v2_lr_restore_per_lr'], steps.flush);
    equal([visits(['vgic_v2_lr_save_per_lr'], steps.fold), visits(['vgic_lr_restore_per_lr'], steps.flush), visits(['vgic_lr_save_per_lr'], steps.fold)], [v2, 1 - v2, 1 - v2]);
  }
});

test('the full switch is made only when the vCPU of a core changes', () => {
  for (const steps of every) {
    for (const { name, steps: list } of lists(steps)) is(visits(['ctxt_switch_vm'], list), name === 'vcpuPut' || name === 'vcpuLoad' ? 1 : 0, name);
  }
});

test('every step happens at the level that the one before it left', () => {
  for (const steps of every) {
    const { wake, wakeVcpu, call, post } = steps;
    equal([walk(1, wake.local), walk(1, wake.busyCore), walk(1, wake.idleCore)], [1, 1, 1]);
    equal([walk(2, wakeVcpu.local), walk(2, wakeVcpu.busyCore), walk(2, wakeVcpu.idleCore)], [2, 2, 2]);
    equal([walk(1, call.fromKernel), walk(2, call.backToKernel), walk(0, call.fromUser), walk(2, call.backToUser)], [2, 1, 2, 0]);
    equal([walk(2, post.toKernel), walk(2, post.toUser), walk(2, post.sgi?.send ?? []), walk(1, post.sgi?.takeForKernel ?? []), walk(1, post.sgi?.takeForUser ?? [])], [2, 2, 2, 1, 1]);
    equal([walk(0, steps.syscall), walk(1, steps.sysreturn), walk(2, steps.vcpuPut), walk(2, steps.vcpuLoad), walk(1, steps.wfi?.exit ?? [])], [1, 0, 2, 2, 2]);
    for (const { send } of Object.values(steps.inject)) is(walk(2, send), 2);
  }
});

test('an interrupt that finds a guest ends at EL2; dom0\'s own goes on to its kernel', () => {
  for (const steps of every) {
    is(walk(1, steps.interrupted), 2);
    for (const irq of [steps.kicked, steps.assignedIrq, steps.timerIrq, steps.rescheduleVcpu]) is(walk(1, irq.inGuest), 2);
    for (const irq of [steps.assignedIrq, steps.timerIrq, steps.rescheduleVcpu]) equal([walk(1, irq.inHost), levelChanges(irq.inHost)], [2, 1], 'the idle vCPU takes it at EL2');
    for (const { inHost } of [steps.deviceIrq, steps.reschedule, steps.tick, steps.kicked]) is(walk(1, inHost), 1);
  }
});

test('leaving a guest counts one exit, leaving dom0 one exit of the host, and nothing else counts any', () => {
  const guest = /^exit\.|^interrupted$|^wfi\.exit$|^(deviceIrq|reschedule|tick|rescheduleVcpu|kicked|assignedIrq|timerIrq)\.inGuest$/;
  const host = /^(deviceIrq|reschedule|tick|kicked)\.inHost$|^wake\.(busyCore|idleCore)$|^call\.from|^post\.sgi\.take/;
  for (const steps of every) {
    for (const { name, steps: list } of lists(steps)) equal([counted('exit', list), counted('host exit', list)], [guest.test(name) ? 1 : 0, host.test(name) ? 1 : 0], name);
    is(counted('wfi exit', steps.wfi?.exit ?? []), 1);
  }
});

test('a tick on a guest\'s core is the guest\'s own: EL2 hands it on, and no kernel of the host sees it', () => {
  for (const { tick: { inGuest } } of every) {
    is(walk(1, inGuest.filter(({ role }) => role !== 'guest kernel')), 2, 'the entry follows');
    equal([counted('exit', inGuest), counted('host exit', inGuest), inGuest.filter(({ role }) => role === 'host kernel')], [1, 0, []]);
    is(visits(['tick_handler'], inGuest.filter(({ role }) => role === 'guest kernel')), 1);
  }
});

test('what moves a scheduler of EL2 on another core is an IPI that leaves no guest: the core idles at EL2', () => {
  for (const { rescheduleVcpu: { inHost } } of every) equal([walk(2, inHost.slice(1)), inHost[0].cost], [2, 'irq_to_el2']);
});

test('an IPI is sent where the target runs or sleeps in WFI, by an event channel, and to wake another core; nowhere else', () => {
  const signal = /^inject\.(in guest|wfi)\.send$|^post\.sgi\.send$/;
  const waking = /^wake(Vcpu)?\.(busyCore|idleCore)$/;
  for (const steps of every) {
    for (const { name, steps: list } of lists(steps)) {
      equal([counted('ipi', list), counted('reschedule ipi', list)], [signal.test(name) ? 1 : 0, waking.test(name) ? 1 : 0], name);
      is(visits(['ipi_send'], list), signal.test(name) || waking.test(name) ? 1 : 0, name);
    }
    for (const { send, then } of Object.values(steps.inject)) is(then === 'ipi', counted('ipi', send) === 1);
  }
});

test('a vCPU that blocks is woken, one that runs is kicked, one that is out already is left alone', () => {
  const { inject } = xen.steps(usual);
  equal(Object.fromEntries(Object.entries(inject).map(([place, { then }]) => [place, then])), {
    'in guest': 'ipi', exited: 'nothing', polling: 'wake', blocked: 'wake', wfi: 'ipi', spinning: 'nothing',
  });
});

test('vCPUs are scheduled at EL2 and are no threads of dom0\'s kernel', () => {
  for (const steps of every) {
    is(steps.vcpusAreThreads, false);
    for (const list of [steps.wakeVcpu.local, steps.vcpuPut, steps.vcpuLoad]) is(list.every(({ el }) => el === 2), true);
  }
});

test.run();
