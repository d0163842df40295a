import type { HypervisorSteps } from '../../../src/hypervisors/hypervisor.ts';
import type { ParameterValue } from '../../../src/machine/parameter.ts';
import { movedByDisk, movedByNetwork } from './moved-lines.ts';
import type { MovedLines } from './moved-lines.ts';
import { of, price, ps, total } from './sums.ts';

/** What one request costs wherever it is served: the same parts for a disk and for a network, in ps. */
export interface Load {
  readonly name: string;
  readonly wish: { readonly device: string; readonly workload: string; readonly set: Readonly<Record<string, ParameterValue>> };
  /** From the application to the driver, and descriptors that the driver makes for it. */
  readonly call: number;
  readonly descriptors: number;
  /** By a kernel; by a VMM or daemon through system calls, to where the device has it, and from there back; by a driver of the hardware, and what it copies. */
  readonly kernel: number;
  readonly user: (s: HypervisorSteps) => number;
  readonly blocking: (s: HypervisorSteps) => { readonly out: number; readonly back: number };
  readonly driver: number;
  readonly bounce: number;
  /** The device or the wire by itself. */
  readonly wait: number;
  /** In the interrupt of the host's device; reaped by a driver of the hardware. */
  readonly interrupt: number;
  readonly reaped: number;
  /** Whoever serves, for what has come: buffers of the ring, and the work beside them. */
  readonly ring: number;
  readonly receives: { readonly kernel: number; readonly user: (s: HypervisorSteps) => number; readonly blocking: (s: HypervisorSteps) => number };
  /** The guest's handler after its accesses: of a virtqueue, of an emulated controller, of a device of its own. */
  readonly handled: { readonly virtqueue: number; readonly controller: number; readonly owned: number };
  /** From the woken task back to the application. */
  readonly back: number;
  /** Register accesses of the real device that is emulated: to submit, and in its handler. */
  readonly registers: { readonly submit: number; readonly interrupt: number; readonly each: number };
  /** Interrupts of a request that a virtqueue takes: each folds what the one before it has put into list registers, where no exit comes between. */
  readonly interrupts: number;
  /** Cache lines of its rings that a request moves, where the guest and whoever serves it run on different cores. */
  readonly moved: MovedLines;
}

/** A used element, shown at once, and the test whether to call. */
const use = ps('used_write', 'used_publish', 'smp_mb', 'notify_check');

const WAIT_NS = 50_000;

/** One read of 4 KiB from a disk that takes 50 us; its 4096 bytes take 4 ps on a bus of 10^15 bytes a second. */
export const disk: Load = {
  name: 'one read of a disk',
  wish: { device: 'blk', workload: 'fio:job', set: { 'device.distribution': 'fixed', 'device.service': WAIT_NS, 'device.bandwidth': 1e15 } },
  call: ps('svc_el0_to_el1', 'syscall_entry', 'guest_stack_blk'),
  descriptors: 3,
  kernel: ps('backend_submit', 'host_blk_submit', 'dev_submit', 'mmio_store'),
  user: (s) => total(ps('vmm_blk_request'), of(s.syscall), ps('aio_submit', 'host_blk_submit', 'dev_submit', 'mmio_store'), of(s.sysreturn)),
  blocking: (s) => ({ out: total(of(s.syscall), ps('vfs_rw', 'host_blk_submit', 'dev_submit', 'mmio_store')), back: of(s.sysreturn) }),
  driver: ps('dev_submit', 'mmio_store'),
  bounce: 0,
  wait: 1000 * WAIT_NS + 4,
  interrupt: ps('dev_reap', 'host_blk_complete'),
  reaped: ps('dev_reap'),
  ring: use,
  receives: { kernel: 0, user: () => 0, blocking: () => 0 },
  handled: {
    virtqueue: ps('cb_disable', 'used_read', 'desc_free', 'guest_complete_blk', 'sched_wakeup', 'cb_enable', 'guest_eoi'),
    controller: ps('guest_complete_blk', 'sched_wakeup', 'guest_eoi'),
    owned: ps('dev_reap', 'guest_complete_blk', 'sched_wakeup', 'guest_eoi'),
  },
  back: ps('guest_ctx_switch', 'syscall_exit', 'eret_el1_to_el0'),
  registers: { submit: 8, interrupt: 3, each: price('emulate_reg_disk') },
  interrupts: 1,
  moved: movedByDisk,
};

const copied = total(ps('copy_fixed'), price('copy_per_byte_remote'));
const filled = total(ps('desc_fetch', 'gpa_translate'), use);

/** One byte to a peer 50 us away, and one byte back: a receive buffer is one descriptor, and is replaced. */
export const network: Load = {
  name: 'a request and a response over a network',
  wish: { device: 'net', workload: 'rr', set: { 'device.wire': WAIT_NS, 'device.peer_service': 0, 'device.bandwidth': 1e15 } },
  call: total(ps('svc_el0_to_el1', 'syscall_entry', 'copy_fixed'), price('copy_per_byte_l2'), ps('guest_stack_net_tx')),
  descriptors: 2,
  kernel: total(ps('backend_submit'), copied, ps('host_net_tx')),
  user: (s) => total(ps('vmm_net_packet'), of(s.syscall), ps('vfs_rw'), copied, ps('host_net_tx'), of(s.sysreturn)),
  blocking: (s) => ({ out: total(of(s.syscall), ps('vfs_rw'), copied, ps('host_net_tx'), of(s.sysreturn)), back: 0 }),
  driver: ps('dev_submit', 'mmio_store'),
  bounce: copied,
  wait: 2 * 1000 * WAIT_NS,
  interrupt: ps('dev_reap', 'host_net_rx'),
  reaped: ps('dev_reap'),
  ring: filled,
  receives: {
    kernel: ps('backend_submit') + copied,
    user: (s) => total(of(s.syscall), ps('vfs_rw'), copied, of(s.sysreturn), ps('vmm_net_packet')),
    blocking: (s) => total(of(s.syscall), ps('vfs_rw'), copied, of(s.sysreturn)),
  },
  handled: {
    virtqueue: ps('guest_eoi', 'napi_poll', 'used_read', 'desc_free', 'desc_write', 'avail_publish', 'guest_stack_net_rx', 'sched_wakeup', 'cb_enable'),
    controller: ps('guest_eoi', 'napi_poll', 'guest_stack_net_rx', 'sched_wakeup'),
    owned: ps('guest_eoi', 'napi_poll', 'dev_reap', 'guest_stack_net_rx', 'sched_wakeup'),
  },
  back: total(ps('guest_ctx_switch', 'copy_fixed'), price('copy_per_byte_l2'), ps('syscall_exit', 'eret_el1_to_el0')),
  registers: { submit: 1, interrupt: 3, each: price('emulate_reg_nic') },
  interrupts: 2,
  moved: movedByNetwork,
};
