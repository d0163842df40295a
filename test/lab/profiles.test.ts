import { readFileSync, readdirSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import type { CostEntry, Profile } from '../../src/experiment/spec.ts';
import { costs, type CostId } from '../../src/machine/costs.ts';
import { specimen } from '../specimen.ts';

const test = suite('profiles');
const folder = new URL('../../lab/profiles/', import.meta.url);
const names = readdirSync(folder).filter((file) => file.endsWith('.yaml')).map((file) => file.slice(0, -5));
const ids = Object.keys(costs);

interface ProfileFile extends Profile { readonly extends?: string }

const read = (name: string): ProfileFile => parse(readFileSync(new URL(`${name}.yaml`, folder), 'utf8'));

/** The profile with everything that it inherits; cycles are read at the inheriting file's clock. */
function resolve(name: string): Profile {
  const { extends: parent, ...own } = read(name);
  if (parent === undefined) return own;
  const inherited = resolve(parent);
  return { ...inherited, ...own, costs: { ...inherited.costs, ...own.costs } };
}

type Steps = readonly (CostId | readonly [times: number, id: CostId])[];

/** The sum of a step list in the unit of its steps; a list that mixes units is a mistake of this test. */
function sum(name: string, ...lists: readonly Steps[]): number {
  const profile = resolve(name);
  const units = new Set<string>();
  let total = 0;
  for (const step of lists.flat()) {
    const [times, id]: readonly [number, CostId] = typeof step === 'string' ? [1, step] : step;
    const entry = profile.costs[id];
    units.add(entry.unit);
    total += times * entry.value;
  }
  assert.is(units.size, 1, `${name}: ${[...units]}`);
  return total;
}

function near(actual: number, expected: number, percent: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= (expected * percent) / 100, `${what}: ${actual}, published ${expected}`);
}

// What one exit, one entry, one vcpu_put and one vcpu_load are; the era of 2016 saves more at each exit.
const vhe = {
  exit: ['trap_el1_to_el2', 'gpr_save', 'ws_common_sysreg', 'ws_debug_pmu', 'ws_hcr_traps', 'ws_barriers', 'vgic_fold', 'kvm_run_loop'],
  enter: ['vgic_flush', 'ws_hcr_traps', 'ws_debug_pmu', 'ws_common_sysreg', 'ws_barriers', 'gpr_restore', 'eret_el2_to_el1'],
  put: ['vcpu_put', 'ws_common_sysreg', 'ws_el1sys_save', 'ws_hcr_traps', [2, 'timer_load_put'], 'vgic_vmcr_apr'],
  load: ['vcpu_load', 'stage2_load', 'ws_common_sysreg', 'ws_el1sys_restore', 'ws_hcr_traps', [2, 'timer_load_put'], 'vgic_vmcr_apr'],
  toUser: ['eret_el2_to_el0_tge'],
  toKernel: ['svc_el0_to_el2_tge'],
} as const satisfies Record<string, Steps>;

const vgicInEl2 = ['hvc_el1_to_el2', 'gpr_save', 'hypercall_dispatch', 'vgic_vmcr_apr', 'gpr_restore', 'eret_el2_to_el1'] as const;
const nvhe = {
  exit: [...vhe.exit, 'ws_el1sys_save', 'stage2_load', 'ws_el1sys_restore', 'ws_barriers', 'gpr_restore', 'eret_el2_to_el1'],
  enter: [...vhe.enter, 'hvc_el1_to_el2', 'gpr_save', 'hypercall_dispatch', 'ws_el1sys_save', 'stage2_load', 'ws_el1sys_restore', 'ws_barriers'],
  put: ['vcpu_put', 'timer_load_put', ...vgicInEl2],
  load: ['vcpu_load', 'timer_load_put', ...vgicInEl2],
  toUser: ['eret_el1_to_el0'],
  toKernel: ['svc_el0_to_el1'],
} as const satisfies Record<string, Steps>;

const vhe2016 = {
  ...vhe,
  put: ['vcpu_put', 'ws_common_sysreg', 'ws_el1sys_save', 'ws_hcr_traps', 'timer_load_put', 'vgic_full_save'],
  load: ['vcpu_load', 'stage2_load', 'ws_common_sysreg', 'ws_el1sys_restore', 'ws_hcr_traps', 'timer_load_put', 'vgic_full_restore'],
} as const satisfies Record<string, Steps>;

const nvhe2016 = {
  ...nvhe,
  exit: [...nvhe.exit, 'fp_save_restore', 'vgic_full_save', 'timer_load_put'],
  enter: [...nvhe.enter, 'fp_save_restore', 'vgic_full_restore', 'timer_load_put'],
  put: ['vcpu_put'],
  load: ['vcpu_load'],
} as const satisfies Record<string, Steps>;

type Switch = Readonly<Record<keyof typeof vhe, Steps>>;
const find: Steps = ['abort_decode', 'mmio_region_lookup'];
const deliver: Steps = ['vgic_inject_sw', 'vcpu_kick', 'ipi_send', 'ipi_flight'];
const hvc = (s: Switch): Steps => [...s.exit, 'hypercall_reject', ...s.enter];
const mmioKernel = (s: Switch): Steps => [...s.exit, ...find, 'emulate_reg_vgic', ...s.enter];
const mmioUser = (s: Switch): Steps => [
  ...s.exit, ...find, ...s.put, 'kvm_run_ioctl_exit', 'syscall_exit', ...s.toUser,
  'vmm_bus_dispatch', 'bql_acquire', 'emulate_reg_virtio',
  ...s.toKernel, 'syscall_entry', 'ioctl_dispatch', 'kvm_run_ioctl_entry', ...s.load, ...s.enter,
];
const receive = (s: Switch): Steps => [
  'irq_to_el2', ...s.exit.slice(1), 'irq_to_host_kernel', 'phys_iar_eoi', 'resched_ipi_handler', ...s.enter,
  'guest_irq_entry_exit', 'guest_iar', 'guest_eoi', 'cacheline_transfer_far',
];
const oneLr: Steps = ['vgic_lr_restore_per_lr'];

const systemCall: Steps = ['svc_el0_to_el2_tge', 'syscall_entry', 'syscall_exit', 'eret_el2_to_el0_tge'];
const eventfdWrite: Steps = [...systemCall, 'vfs_rw', 'eventfd_signal'];
const eventfdRead: Steps = [...systemCall, 'vfs_rw', 'eventfd_read'];
const wake: Steps = ['try_to_wake_up', 'context_switch'];

for (const name of names) {
  test(`${name} prices every cost and nothing else`, () => {
    const profile = resolve(name);
    assert.is(profile.name, name);
    assert.ok(profile.title.length > 0 && Object.keys(profile.versions).length > 0);
    assert.equal(Object.keys(profile.costs).sort(), [...ids].sort());
    for (const [id, entry] of Object.entries(profile.costs)) {
      assert.equal(Object.keys(entry).sort(), ['kind', 'sd', 'source', 'unit', 'value'], id);
      assert.ok(Number.isFinite(entry.value) && entry.value >= 0, id);
      assert.ok(Number.isFinite(entry.sd) && entry.sd >= 0, id);
      assert.ok(entry.source.trim().length > 3, id);
      assert.ok(['paper', 'measured', 'derived', 'assumed'].includes(entry.kind), id);
      if (/from memory|guess|unverified/.test(entry.source)) assert.is(entry.kind, 'assumed', `${id}: ${entry.source}`);
    }
  });

  test(`${name} can convert each of its units`, () => {
    const profile = resolve(name);
    const units = new Set(Object.values(profile.costs).map((entry: CostEntry) => entry.unit));
    if (units.has('cycles')) assert.ok((profile.clock_ghz ?? 0) > 0);
    if (units.has('instructions')) assert.equal([[...units], (profile.instructions_per_ns ?? 0) > 0], [['instructions'], true]);
  });

  test(`${name} does not make farther memory cheaper`, () => {
    const { costs: price } = resolve(name);
    const rising: readonly CostId[] = ['copy_per_byte_l1', 'copy_per_byte_l2', 'copy_per_byte_llc', 'copy_per_byte_memory', 'copy_per_byte_remote'];
    rising.forEach((id, i) => assert.ok(i === 0 || price[id].value >= price[rising[i - 1]].value, id));
  });
}

test('machines with GICv2 say so, and that their numbers are those of KVM of 2016', () => {
  for (const name of ['m400', 'seattle']) {
    const { params } = specimen('vhe/vhost', { profile: name });
    assert.equal([params['policy.gic'], params['policy.kvm_era']], ['v2', '2016'], name);
  }
  assert.is(specimen('vhe/vhost').params['policy.gic'], 'v3');
});

test('neoverse-n1 and emulated-n1 inherit nothing', () => {
  for (const name of ['neoverse-n1', 'emulated-n1']) assert.is(read(name).extends, undefined, name);
});

test('neoverse-n1 composes to the rows of kvm-unit-tests', () => {
  const n1 = (...lists: readonly Steps[]): number => sum('neoverse-n1', ...lists);
  near(n1(hvc(vhe)), 292, 2, 'hvc'); // 188 + 30 + 74
  near(n1(mmioKernel(vhe)), 419, 2, 'mmio_read_vgic'); // 188 + 60 + 27 + 70 + 74
  near(n1(mmioUser(vhe)), 1609, 2, 'mmio_read_user');
  near(n1(['guest_eoi']), 29, 2, 'eoi');
  near(n1(vhe.exit, ['sgi_sysreg_trap'], deliver, receive(vhe), oneLr), 1509, 2, 'ipi');
  near(n1(vhe.exit, find, ['emulate_reg_vgic', 'its_translate_cached'], deliver, receive(vhe), oneLr), 1643, 2, 'lpi');
});

test('emulated-n1 composes to the counted rows of both modes', () => {
  const rows: readonly (readonly [Switch, number, number, number])[] = [[vhe, 2193, 3836, 13719], [nvhe, 3154, 4774, 14179]];
  for (const [mode, call, kernel, user] of rows) {
    near(sum('emulated-n1', hvc(mode)), call, 1, 'hypercall');
    near(sum('emulated-n1', mmioKernel(mode)), kernel, 1, 'mmio_read_vgic');
    near(sum('emulated-n1', mmioUser(mode)), user, 1, 'mmio_read_user');
  }
  near(sum('emulated-n1', ['guest_eoi']), 21, 1, 'eoi');
});

test('emulated-n1 composes to the operating system\'s rows', () => {
  const emu = (...lists: readonly Steps[]): number => sum('emulated-n1', ...lists);
  near(emu(systemCall), 534.3, 1, 'getppid');
  near(emu(eventfdWrite), 964.9, 1, 'eventfd_write_no_waiter');
  near(emu(eventfdWrite, eventfdRead), 2057.5, 1, 'eventfd_write_then_read');
  near(emu(systemCall, ['epoll_wait']), 741.3, 1, 'epoll_wait_empty_no_block');
  near(emu(eventfdWrite, ['epoll_callback'], systemCall, ['epoll_wait', 'poll_return'], eventfdRead), 3444.1, 1, 'eventfd_write_epoll_read');
  near(emu(eventfdWrite, systemCall, ['ppoll', 'poll_return'], eventfdRead), 3708.3, 1, 'eventfd_write_poll_read');
  near(emu(systemCall, ['ioctl_dispatch']), 924.2, 1, 'ioctl_bad_on_eventfd');
  // Two modes of the same row lie 5 % apart.
  near(2 * emu(eventfdWrite, eventfdRead, wake), (12608.1 + 11981.7) / 2, 1, 'eventfd_thread_roundtrip');
  near(2 * emu(eventfdWrite, eventfdRead, wake, ['mm_switch']), (12303.5 + 12672.1) / 2, 3, 'eventfd_process_roundtrip');
  near(2 * emu(systemCall, ['futex_wake'], systemCall, ['futex_wait'], wake), 14983, 1, 'condvar_thread_roundtrip');
  near(2 * emu(systemCall, ['vfs_rw', 'host_tcp_send'], systemCall, ['vfs_rw', 'host_tcp_recv'], wake, ['mm_switch']), 35395.1, 1, 'tcp_rr_loopback');
  near(emu([[4096 - 64, 'copy_per_byte_l1']]), 530.7 - 6, 1, 'memcpy');
});

test('emulated-n1 composes to a 4 KiB read through an I/O thread', () => {
  const guest: Steps = [
    'svc_el0_to_el1', 'syscall_entry', 'vfs_rw', 'guest_stack_blk', 'indirect_alloc', [3, 'desc_write'], 'avail_publish', 'kick_check',
    'guest_irq_entry_exit', 'guest_iar', 'guest_irq_handler', 'cb_disable', 'used_read', 'desc_free', 'guest_complete_blk', 'cb_enable', 'guest_eoi',
    'syscall_exit', 'eret_el1_to_el0',
  ];
  const vcpuThread: Steps = [
    ...vhe.exit, ...find, 'eventfd_signal', 'try_to_wake_up', ...vhe.put, 'context_switch', ...vhe.load, ...vhe.enter,
    'vgic_lr_restore_per_lr', 'vgic_lr_save_per_lr',
  ];
  const ioThread: Steps = [
    'context_switch', 'poll_return', 'syscall_exit', 'eret_el2_to_el0_tge', 'vmm_loop_turn_iothread', ...eventfdRead,
    'notify_disable', 'desc_fetch', 'indirect_fetch', [3, 'gpa_translate'], 'vmm_blk_request', 'used_publish', 'notify_check',
    ...eventfdWrite, 'irqfd_inject', 'its_translate_cached', 'vgic_inject_sw', 'vcpu_kick',
    'notify_enable', 'svc_el0_to_el2_tge', 'syscall_entry', 'ppoll',
  ];
  near(sum('emulated-n1', guest, vcpuThread, ioThread), 48673.9, 1, 'blk_iothread');
});

test('m400 composes to the hypercall of ISCA 2016, and roughly to that of a later KVM', () => {
  near(sum('m400', hvc(nvhe2016)), 6500, 1, 'hypercall'); // 5,708 of the classes + 274 + 518
  near(sum('m400', hvc(nvhe)), 2729, 20, 'hypercall of SOSP 2017');
});

test('seattle composes to both columns of ATC 2017 with one set of prices', () => {
  const ipi = (s: Switch): number => sum('seattle', s.exit, find, ['sgi_sysreg_trap'], deliver, receive(s));
  near(sum('seattle', hvc(nvhe2016)), 6413, 1, 'split: hypercall');
  near(sum('seattle', hvc(vhe2016)), 752, 1, 'el2Linux: hypercall');
  near(sum('seattle', mmioKernel(nvhe2016)), 8034, 10, 'split: I/O kernel');
  near(sum('seattle', mmioKernel(vhe2016)), 1604, 10, 'el2Linux: I/O kernel');
  near(sum('seattle', mmioUser(nvhe2016)), 10012, 10, 'split: I/O user');
  near(sum('seattle', mmioUser(vhe2016)), 7630, 10, 'el2Linux: I/O user');
  near(ipi(nvhe2016), 13121, 10, 'split: virtual IPI');
  near(ipi(vhe2016), 2526, 10, 'el2Linux: virtual IPI');
});

test.run();
