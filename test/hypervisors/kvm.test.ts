import { suite } from 'uvu';
import { equal, is, ok } from 'uvu/assert';
import type { HypervisorSteps } from '../../src/hypervisors/hypervisor.ts';
import { nvhe } from '../../src/hypervisors/nvhe.ts';
import { vhe } from '../../src/hypervisors/vhe.ts';
import type { CostId } from '../../src/machine/costs.ts';
import { guestKernel as g } from '../../src/machine/step.ts';
import type { Steps } from '../../src/machine/step.ts';
import { labProfile } from '../specimen.ts';
import { counted, levelChanges, lists, usual, variants, visits, walk } from './step-lists.ts';

const test = suite('hypervisors/kvm');
const modes = { nvhe, vhe } as const;
const eachMode = Object.entries(modes).flatMap(([name, mode]) => variants(mode).map(({ options, steps }) => ({ name: `${name} ${JSON.stringify(options)}`, options, steps })));
const roundTrip = ({ exit, enter }: HypervisorSteps, weight: 'el2' | 'kernel' | 'user'): Steps => [...exit[weight], ...enter[weight]];

test('an exit to the kernel and back changes level 4 times without VHE and 2 times with it; one that EL2 mends itself 2 times in both', () => {
  for (const { name, steps } of eachMode) {
    is(levelChanges(roundTrip(steps, 'kernel')), name.startsWith('nvhe') ? 4 : 2, name);
    is(levelChanges(roundTrip(steps, 'el2')), 2, name);
  }
});

test('an exit to user space and back changes level 6 times without VHE and 4 times with it, apart from calls to EL2 by vcpu_put and vcpu_load', () => {
  for (const { name, options, steps } of eachMode) {
    const deferred = levelChanges([...steps.vcpuPut, ...steps.vcpuLoad]);
    is(levelChanges(roundTrip(steps, 'user')) - deferred, name.startsWith('nvhe') ? 6 : 4, name);
    is(deferred, name.startsWith('nvhe') && options.era === 'recent' ? 4 : 0, `${name}: VMCR and APRs can be reached from EL2 only`);
  }
});

test('every step happens at the level that the one before it left: from the guest to its host and back', () => {
  for (const { name, steps } of eachMode) {
    const { kernelLevel: kernel } = steps;
    equal([walk(1, steps.exit.el2), walk(1, steps.exit.kernel), walk(1, steps.exit.user)], [2, kernel, 0], name);
    equal([walk(2, steps.enter.el2), walk(kernel, steps.enter.kernel), walk(0, steps.enter.user)], [1, 1, 1], name);
    equal([walk(0, steps.syscall), walk(kernel, steps.sysreturn)], [kernel, 0], name);
    for (const list of [steps.post.toKernel, steps.post.toUser, steps.wfi?.block ?? [], ...Object.values(steps.wake), ...Object.values(steps.inject).map(({ send }) => send)]) is(walk(kernel, list), kernel, name);
    is(walk(1, steps.wfi?.exit ?? []), kernel, name);
    equal([walk(kernel, steps.call.fromKernel), walk(kernel, steps.call.backToKernel), walk(0, steps.call.fromUser), walk(kernel, steps.call.backToUser)], [kernel, kernel, kernel, 0], name);
  }
});

test('an interrupt leaves the guest for the host kernel; one that finds the host stays in it', () => {
  for (const { name, options, steps } of eachMode) {
    is(walk(1, steps.interrupted), steps.kernelLevel, name);
    for (const irq of ['deviceIrq', 'reschedule', 'tick', 'rescheduleVcpu', 'kicked', 'timerIrq', 'assignedIrq'] as const) {
      is(walk(steps.kernelLevel, steps[irq].inHost), steps.kernelLevel, `${name} ${irq}`);
      if (irq !== 'assignedIrq' || !options.gicv4) is(walk(1, steps[irq].inGuest), steps.kernelLevel, `${name} ${irq}`);
    }
  }
});

test('leaving a guest counts one exit, whatever for; entering it and working for it count none', () => {
  const leaving = /^exit\.|^interrupted$|^wfi\.exit$|^(deviceIrq|reschedule|tick|rescheduleVcpu|kicked|timerIrq|assignedIrq)\.inGuest$/;
  for (const { name, options, steps } of eachMode) {
    for (const { name: list, steps: one } of lists(steps)) {
      const direct = options.gicv4 && list.startsWith('assignedIrq');
      is(counted('exit', one), leaving.test(list) && !direct ? 1 : 0, `${name} ${list}`);
      is(counted('host exit', one), 0, `${name} ${list}: the host is no guest`);
    }
    equal([counted('user exit', steps.exit.user), counted('user exit', steps.exit.kernel), counted('wfi exit', steps.wfi?.exit ?? [])], [1, 0, 1], name);
    equal([counted('syscall', steps.enter.user), counted('syscall', steps.exit.user)], [1, 0], `${name}: KVM_RUN is called again`);
  }
});

test('with GICv4 the interrupt of the guest\'s own device leaves nothing', () => {
  for (const mode of [nvhe, vhe]) {
    const { inGuest } = mode.steps({ ...usual, gicv4: true }).assignedIrq;
    equal([levelChanges(inGuest), counted('exit', inGuest)], [0, 0]);
  }
});

test('an IPI is sent where the target runs in its guest or sleeps in WFI, and to wake another core; nowhere else', () => {
  const sending = /^inject\.(in guest|wfi)\.send$/;
  const waking = /^wake(Vcpu)?\.(busyCore|idleCore)$/;
  for (const { name, steps } of eachMode) {
    for (const { name: list, steps: one } of lists(steps)) {
      is(counted('ipi', one), sending.test(list) ? 1 : 0, `${name} ${list}`);
      is(counted('reschedule ipi', one), waking.test(list) ? 1 : 0, `${name} ${list}`);
      is(visits(['ipi_send'], one), sending.test(list) || waking.test(list) ? 1 : 0, `${name} ${list}`);
    }
    for (const { send, then } of Object.values(steps.inject)) is(then === 'ipi', counted('ipi', send) === 1, name);
  }
});

test('KVM of 2016 moves the whole VGIC, at every exit without VHE and at vcpu_put and vcpu_load with it; a recent one never does', () => {
  const moves = (steps: Steps): readonly number[] => [visits(['vgic_full_save'], steps), visits(['vgic_full_restore'], steps)];
  for (const { name, options, steps } of eachMode) {
    const old = options.era === '2016' ? 1 : 0;
    const atExit = name.startsWith('nvhe') ? old : 0;
    equal([moves(steps.exit.kernel), moves(steps.enter.kernel)], [[atExit, 0], [0, atExit]], name);
    equal([moves(steps.vcpuPut), moves(steps.vcpuLoad)], [[old - atExit, 0], [0, old - atExit]], name);
    equal([moves(steps.exit.user), moves(steps.enter.user)], [[old, 0], [0, old]], name);
    equal([moves(steps.interrupted), moves(steps.exit.el2), moves(steps.enter.el2)], [[atExit, 0], [0, 0], [0, 0]], name);
    is(steps.flush.length + steps.fold.length, atExit === 1 ? 0 : 2, `${name}: list registers apart from the rest`);
    if (old === 0) equal(moves(lists(steps).flatMap((list) => list.steps)), [0, 0], name);
  }
});

test('what is saved is restored: EL1 registers, general registers and the timer move as often out as in', () => {
  const pairs: readonly (readonly [CostId, CostId])[] = [
    ['ws_el1sys_save', 'ws_el1sys_restore'], ['gpr_save', 'gpr_restore'], ['vgic_full_save', 'vgic_full_restore'],
  ];
  const halves: readonly CostId[] = ['ws_common_sysreg', 'ws_hcr_traps', 'ws_debug_pmu', 'ws_barriers', 'timer_load_put', 'vgic_vmcr_apr', 'fp_save_restore'];
  for (const { name, steps } of eachMode) {
    for (const weight of ['el2', 'kernel', 'user'] as const) {
      for (const [out, back] of pairs) is(visits([out], roundTrip(steps, weight)), visits([back], roundTrip(steps, weight)), `${name} ${weight} ${out}`);
      for (const half of halves) is(visits([half], steps.exit[weight]), visits([half], steps.enter[weight]), `${name} ${weight} ${half}`);
    }
  }
});

test('with VHE an exit to the kernel leaves the EL1 registers where they are; without it both sides\' take turns', () => {
  const el1: readonly CostId[] = ['ws_el1sys_save', 'ws_el1sys_restore'];
  for (const { name, steps } of eachMode) is(visits(el1, roundTrip(steps, 'kernel')), name.startsWith('nvhe') ? 4 : 0, name);
});

test('an exit to user space goes the way of one to the kernel and further, an interrupt too', () => {
  for (const { name, steps } of eachMode) {
    const kernel = steps.exit.kernel.map(({ cost }) => cost);
    equal(steps.exit.user.map(({ cost }) => cost).slice(0, kernel.length), kernel, name);
    equal(steps.interrupted.map(({ cost }) => cost).slice(1, kernel.length), kernel.slice(1), name);
    equal(steps.enter.user.slice(-steps.enter.kernel.length), steps.enter.kernel, name);
    ok(steps.vcpuPut.every((step) => steps.exit.user.includes(step)), `${name}: what a context switch puts, an exit to user space puts`);
  }
});

test('GICv2 changes how list registers and the guest\'s interrupts are reached, and idle depth how idle is left: nothing else', () => {
  for (const mode of [nvhe, vhe]) {
    const { idleExit: _shallow, hostKernel: _one, flush: _flush, fold: _fold, acknowledge: _acknowledge, complete: _complete, writeListRegister: _write, ...shallow } = mode.steps(usual);
    const { idleExit: deep, hostKernel: _other, flush, fold, acknowledge, complete, writeListRegister, ...rest } = mode.steps({ ...usual, idle: 'deep', gic: 'v2' });
    equal(rest, shallow);
    equal([flush, fold, acknowledge, complete, writeListRegister].flat().map(({ cost }) => cost), ['vgic_v2_lr_restore_per_lr', 'vgic_v2_lr_save_per_lr', 'guest_iar_v2', 'guest_eoi_v2', 'lr_write_v2']);
    equal(deep.map(({ cost }) => cost), ['idle_exit_deep']);
  }
});

/** Sum in the unit of a profile; a list whose prices have several units is a mistake. */
function sum(profile: string, ...all: readonly Steps[]): number {
  const { costs } = labProfile(profile);
  const steps = all.flat();
  is(new Set(steps.map(({ cost }) => costs[cost].unit)).size, 1, profile);
  return steps.reduce((total, { cost, times }) => total + times * costs[cost].value, 0);
}

function near(actual: number, published: number, percent: number, what: string): void {
  ok(Math.abs(actual - published) <= (published * percent) / 100, `${what}: ${actual}, published ${published}`);
}

/** The rows of kvm-unit-tests and of the papers, put together from the lists as `micro` does. */
function rows({ hostKernel: h, exit, enter, inject, kicked, flush }: HypervisorSteps) {
  const find = [h('abort_decode'), h('mmio_region_lookup')];
  const received = [
    ...inject['in guest'].send, h('ipi_flight'), ...kicked.inGuest, ...enter.kernel, g('guest_irq_entry_exit'), g('guest_iar'), g('guest_eoi'), g('cacheline_transfer_far'),
  ];
  return {
    hypercall: [...exit.kernel, h('hypercall_reject'), ...enter.kernel],
    ioKernel: [...exit.kernel, ...find, h('emulate_reg_vgic'), ...enter.kernel],
    ioUser: [...exit.user, h('bql_acquire'), h('emulate_reg_virtio'), ...enter.user],
    ipiBySysreg: [...exit.kernel, h('sgi_sysreg_trap'), ...received, ...flush],
    ipiByMmio: [...exit.kernel, ...find, h('sgi_sysreg_trap'), ...received],
    lpi: [...exit.kernel, ...find, h('emulate_reg_vgic'), h('its_translate_cached'), ...received, ...flush],
  };
}

const recent = { nvhe: rows(nvhe.steps(usual)), vhe: rows(vhe.steps(usual)) };
const old = { nvhe: rows(nvhe.steps({ ...usual, era: '2016', gic: 'v2' })), vhe: rows(vhe.steps({ ...usual, era: '2016', gic: 'v2' })) };

test('the lists at the prices of neoverse-n1 are the rows of kvm-unit-tests', () => {
  const n1 = (steps: Steps): number => sum('neoverse-n1', steps);
  near(n1(recent.vhe.hypercall), 292, 2, 'hvc');
  near(n1(recent.vhe.ioKernel), 419, 2, 'mmio_read_vgic');
  near(n1(recent.vhe.ioUser), 1609, 2, 'mmio_read_user');
  near(n1(recent.vhe.ipiBySysreg), 1509, 2, 'ipi');
  near(n1(recent.vhe.lpi), 1643, 2, 'lpi');
});

test('the lists at the prices of emulated-n1 are its counted rows in both modes', () => {
  const counts: readonly (readonly ['vhe' | 'nvhe', number, number, number])[] = [['vhe', 2193, 3836, 13719], ['nvhe', 3154, 4774, 14179]];
  for (const [mode, hypercall, ioKernel, ioUser] of counts) {
    near(sum('emulated-n1', recent[mode].hypercall), hypercall, 1, `${mode}: hypercall`);
    near(sum('emulated-n1', recent[mode].ioKernel), ioKernel, 1, `${mode}: mmio_read_vgic`);
    near(sum('emulated-n1', recent[mode].ioUser), ioUser, 1, `${mode}: mmio_read_user`);
  }
});

test('the lists of 2016 at the prices of m400 are the hypercall of ISCA 2016, those of a later KVM roughly that of SOSP 2017', () => {
  near(sum('m400', old.nvhe.hypercall), 6500, 1, 'hypercall');
  near(sum('m400', recent.nvhe.hypercall), 2729, 20, 'hypercall of SOSP 2017');
});

test('the lists of 2016 at the prices of seattle are both columns of ATC 2017', () => {
  const columns: readonly (readonly ['nvhe' | 'vhe', number, number, number, number])[] = [['nvhe', 6413, 8034, 10012, 13121], ['vhe', 752, 1604, 7630, 2526]];
  for (const [mode, hypercall, ioKernel, ioUser, ipi] of columns) {
    near(sum('seattle', old[mode].hypercall), hypercall, 1, `${mode}: hypercall`);
    near(sum('seattle', old[mode].ioKernel), ioKernel, 10, `${mode}: I/O kernel`);
    near(sum('seattle', old[mode].ioUser), ioUser, 10, `${mode}: I/O user`);
    near(sum('seattle', old[mode].ipiByMmio), ipi, 10, `${mode}: virtual IPI`);
  }
});

test.run();
