import type { HypervisorSteps } from '../../../src/hypervisors/hypervisor.ts';
import type { ParameterValue } from '../../../src/machine/parameter.ts';
import type { Load } from './loads.ts';
import {
  acknowledged, byDeviceModel, byEl2, byKernel, byPollingDaemon, byVmm, daemonTurn, entered, fetched, outOfWfi, ownInterrupt, submitted, told, unblocked, whole, wokenBySgi, wokenFromAfar, wokenHere,
} from './parts.ts';
import type { Access } from './parts.ts';
import type { Rings } from './moved-lines.ts';
import { line, of, ps, stepsOf, total } from './sums.ts';

const [partition, xen, nvhe, vhe, bare] = (['static-partition', 'xen', 'nvhe', 'vhe', 'bare-metal'] as const).map((id) => stepsOf(id));

type Composed = (load: Load) => number;

/** A virtqueue is interrupted for what was sent too: the entry for the answer folds back what that has used. */
const foldedBetween = (s: HypervisorSteps, load: Load): number => (load.interrupts > 1 ? of(s.fold) : 0);

const vhostTurn = ps('vhost_work_turn', 'vq_mutex');

const kvmVhost = (s: HypervisorSteps): Composed => (load) =>
  total(
    submitted(s, load), of(s.exit.kernel, s.post.toKernel), wokenFromAfar(s), vhostTurn, ps('notify_disable'), fetched(load), load.kernel, load.wait,
    told(s), load.interrupt, wokenHere(s), vhostTurn, load.ring, load.receives.kernel, of(s.call.fromKernel), unblocked(s), foldedBetween(s, load), entered, load.handled.virtqueue, load.back,
  );

/** A turn of a thread of the VMM that an eventfd has woken. */
const vmmTurn = (s: HypervisorSteps, turn: number): number => total(ps('poll_return'), of(s.sysreturn), turn, of(s.syscall), ps('vfs_rw', 'eventfd_read'), of(s.sysreturn));
const toldByEventfd = (s: HypervisorSteps, load: Load): number => total(told(s), load.interrupt, ps('aio_complete', 'eventfd_signal', 'epoll_callback'), wokenHere(s));

/** How a VMM interrupts its guest: up to the injection, and from the handler's entry to its first look at a queue. */
interface Told {
  readonly call: number;
  readonly acknowledged: number;
}
/** By a message through an irqfd: an entry that folds back what another has used pays by itself. */
const byMessage = (s: HypervisorSteps, load: Load): Told => ({ call: of(s.call.fromUser), acknowledged: foldedBetween(s, load) });
/** By the line of virtio-mmio: two registers, the first exit for which folds back, and the line is lowered as it was raised. */
const byLine = (s: HypervisorSteps): Told => {
  const ioctl = of(s.call.line ?? []);
  return { call: ioctl, acknowledged: total(2 * whole(byVmm(s, ps('emulate_reg_virtio'))), of(s.fold), ioctl, of(s.sysreturn)) };
};

/** I/O threads serve disks; whatever else is there, the main loop. */
const kvmThread = (s: HypervisorSteps, thread: 'vmm_loop_turn_iothread' | 'vmm_loop_turn_main', by: (s: HypervisorSteps, load: Load) => Told = byMessage): Composed => (load) => {
  const turn = vmmTurn(s, ps(load.interrupts > 1 ? 'vmm_loop_turn_main' : thread));
  return total(
    submitted(s, load), of(s.exit.kernel, s.post.toUser), wokenFromAfar(s), turn, ps('notify_disable'), fetched(load), load.user(s), load.wait,
    toldByEventfd(s, load), turn, load.ring, load.receives.user(s), by(s, load).call, unblocked(s), entered, by(s, load).acknowledged, load.handled.virtqueue, load.back,
  );
};

/** The vCPU's thread submits under the big lock, and tells the main loop, which completes. */
const kvmVcpuThread = (s: HypervisorSteps): Composed => (load) =>
  total(
    submitted(s, load), of(s.exit.user), ps('bql_acquire'), fetched(load), load.user(s), of(s.syscall), ps('vfs_rw', 'eventfd_signal', 'epoll_callback'), of(s.sysreturn), load.wait,
    toldByEventfd(s, load), vmmTurn(s, ps('vmm_loop_turn_main')), load.ring, load.receives.user(s), of(s.call.fromUser), unblocked(s), foldedBetween(s, load),
    entered, load.handled.virtqueue, load.back,
  );

/** vhost in a HostVM: an SGI to its core instead of a wake-up, and the tax of being a VM. */
const hostVmVhost = (s: HypervisorSteps, delivered: number): Composed => (load) =>
  total(
    submitted(s, load), of(s.exit.kernel, s.post.toKernel), wokenBySgi(s, 'takeForKernel'), vhostTurn, ps('notify_disable'), fetched(load), of(s.hostTax), load.kernel, load.wait,
    told(s), load.interrupt, wokenHere(s), vhostTurn, load.ring, load.receives.kernel, of(s.call.fromKernel), delivered, entered, acknowledged(s), load.handled.virtqueue, load.back,
  );

/**
 * hvisor's daemon: its main thread pops the notification. It sends packets itself; of a disk it wakes the worker, who does
 * not preempt it: the main thread goes to sleep first.
 */
const daemon = (s: HypervisorSteps): Composed => (load) => {
  const blocks = load.interrupts === 1;
  const { out, back } = load.blocking(s);
  return total(
    submitted(s, load), of(s.exit.el2, s.post.toUser), wokenBySgi(s, 'takeForUser'), daemonTurn(s), line, ps('bridge_pop'),
    blocks ? total(of(s.syscall), ps('futex_wake'), of(s.sysreturn, s.wake.local), ps('smp_mb'), of(s.syscall), ps('epoll_wait'), of(s.contextSwitch, s.sysreturn), ps('notify_disable')) : 0,
    fetched(load), of(s.hostTax), ps('daemon_request'), out, load.wait,
    told(s), load.interrupt, wokenHere(s), blocks ? back : total(ps('poll_return'), of(s.sysreturn)), load.ring, load.receives.blocking(s),
    of(s.call.fromUser), outOfWfi(s), entered, acknowledged(s), load.handled.virtqueue, load.back,
  );
};

/** Xen's device model: the kick is an access of a register, within which its main loop takes what is in the ring; a completion gets it back there. */
const deviceModel = (s: HypervisorSteps): Composed => (load) =>
  total(
    submitted(s, load), byDeviceModel(s, ps('emulate_reg_virtio')).out, ps('notify_disable'), fetched(load), of(s.hostTax), load.user(s), load.wait,
    toldByEventfd(s, load), daemonTurn(s), ps('vmm_loop_turn_main'), of(s.syscall), ps('vfs_rw', 'eventfd_read'), of(s.sysreturn), load.ring, load.receives.user(s),
    of(s.call.fromUser), unblocked(s), entered, acknowledged(s), load.handled.virtqueue, load.back,
  );

const sidecore = (s: HypervisorSteps, delivered: number, acknowledges: number): Composed => (load) => {
  const noticed = ps('poll_iter', 'sidecore_burst');
  return total(
    submitted(s, load), noticed, fetched(load), of(s.hostTax), load.bounce, load.driver, load.wait, noticed, load.reaped, load.ring, load.bounce, of(s.call.fromUser), delivered,
    entered, acknowledges, load.handled.virtqueue, load.back,
  );
};

/** Served at EL2 on the guest's own core, whose interrupt the device raises. */
const atEl2 = (s: HypervisorSteps): Composed => (load) =>
  total(
    submitted(s, load), of(s.exit.el2), ps('abort_decode', 'mmio_region_lookup'), fetched(load), load.bounce, load.driver, load.wait, ps('dev_irq_delay'),
    ownInterrupt(s, total(load.reaped, load.ring, load.bounce)), entered, acknowledged(s), load.handled.virtqueue, load.back,
  );

/** The device is the guest's: no ring, and the guest's driver reads its completion. */
const assigned = (s: HypervisorSteps, delivered: number): Composed => (load) =>
  total(load.call, load.driver, of(s.guestTax, s.dmaTax), load.wait, ps('dev_irq_delay'), delivered, entered, load.handled.owned, load.back);

/** Register by register: the last access of a submission starts the command, and the handler's accesses come before its look. */
const emulated = (s: HypervisorSteps, access: (register: number) => Access, executed: (load: Load) => number, delivered: (load: Load) => number): Composed => (load) => {
  const each = access(load.registers.each);
  return total(
    load.call, of(s.guestTax), (load.registers.submit - 1) * whole(each), each.out, executed(load), load.wait, delivered(load),
    entered, load.registers.interrupt * whole(each), of(s.fold), load.handled.controller, load.back,
  );
};

const emulatedAtEl2 = (s: HypervisorSteps): Composed =>
  emulated(s, (register) => byEl2(s, register), (load) => load.bounce + load.driver, (load) => ps('dev_irq_delay') + ownInterrupt(s, load.reaped + load.bounce));

const emulatedInKernel = (s: HypervisorSteps): Composed =>
  emulated(s, (register) => byKernel(s, register), (load) => load.kernel, (load) => total(told(s), load.interrupt, load.receives.kernel, unblocked(s)));

/** The vCPU's thread, or the daemon, executes; the main loop takes what is completed and raises the line. */
const emulatedInVmm = (s: HypervisorSteps, access: (register: number) => Access, delivered: number): Composed =>
  emulated(s, access, (load) => ps('vmm_legacy_request') + load.user(s), (load) =>
    total(toldByEventfd(s, load), ps('poll_return'), of(s.sysreturn), ps('vmm_loop_turn_main'), load.receives.user(s), of(s.call.line ?? s.call.fromUser), delivered));

/** What is left is the guest's own. */
const nothing = (s: HypervisorSteps): Composed => (load) =>
  load.interrupts === 1
    ? total(load.call, of(s.guestTax), ps('syscall_exit', 'eret_el1_to_el0'))
    // It returns from send(), calls recv(), and has its answer without waiting.
    : total(load.call, of(s.guestTax), ps('syscall_exit', 'eret_el1_to_el0', 'svc_el0_to_el1', 'syscall_entry'), load.back - ps('guest_ctx_switch'));

type Settings = Readonly<Record<string, ParameterValue>>;
const atEl2IsrOf = { 'policy.isr_served_by': 'el2' };
/** The daemon polls for ever on the second core of the host, so that it is awake for each access. */
const daemonPolls = { 'policy.daemon_poll_iters': 1e12, 'topology.host_cores': 2 };

interface Sum {
  readonly ps: Composed;
  /** Where it has rings between cores: what its device does about them. */
  readonly rings?: Rings['device'];
  readonly set?: Settings;
}

/** The sum of each system, and what is set so that everybody is in the state that it states. */
export const composed: Readonly<Record<string, Sum>> = {
  'static-partition/trap-and-emulate': { ps: emulatedAtEl2(partition) },
  'static-partition/trap-and-emulate[at=vmm]': { ps: emulatedInVmm(partition, (register) => byPollingDaemon(partition, register), outOfWfi(partition)), set: daemonPolls },
  'static-partition/el2': { ps: atEl2(partition) },
  'static-partition/user-thread': { ps: daemon(partition), rings: 'kicked', set: atEl2IsrOf },
  'static-partition/vhost': { ps: hostVmVhost(partition, outOfWfi(partition)), rings: 'kicked', set: atEl2IsrOf },
  'static-partition/sidecore': { ps: sidecore(partition, outOfWfi(partition), acknowledged(partition)), rings: 'polls' },
  'static-partition/passthrough': { ps: assigned(partition, ownInterrupt(partition)) },
  'static-partition/passthrough[irq=gicv4]': { ps: assigned(partition, of(partition.wfiEnd)) },
  'static-partition/null': { ps: nothing(partition) },
  'xen/trap-and-emulate': { ps: emulatedAtEl2(xen) },
  'xen/trap-and-emulate[at=vmm]': { ps: emulatedInVmm(xen, (register) => byDeviceModel(xen, register), unblocked(xen)) },
  'xen/el2': { ps: atEl2(xen) },
  'xen/user-thread': { ps: deviceModel(xen), rings: 'kicked', set: atEl2IsrOf },
  'xen/vhost': { ps: hostVmVhost(xen, unblocked(xen)), rings: 'kicked', set: atEl2IsrOf },
  'xen/sidecore': { ps: sidecore(xen, unblocked(xen), acknowledged(xen)), rings: 'polls' },
  // No exit comes between two of its interrupts: the entry folds back what the one before has used.
  'xen/passthrough': { ps: assigned(xen, ownInterrupt(xen) + of(xen.fold)) },
  'xen/passthrough[irq=gicv4]': { ps: assigned(xen, of(xen.wfiEnd)) },
  'xen/null': { ps: nothing(xen) },
  ...kvm('nvhe', nvhe),
  ...kvm('vhe', vhe),
  'bare-metal/passthrough': { ps: assigned(bare, of(bare.wfiEnd)) },
  'bare-metal/null': { ps: nothing(bare) },
};

/** The same where a VMM has virtio-mmio. */
export const overMmio: typeof composed = Object.fromEntries(
  ([['nvhe', nvhe], ['vhe', vhe]] as const).flatMap(([name, s]) => ([['iothread', 'vmm_loop_turn_iothread'], ['main-loop', 'vmm_loop_turn_main']] as const).map(([io, turn]) =>
    [`${name}/user-thread[io=${io}]`, { ps: kvmThread(s, turn, byLine), rings: 'kicked', set: { 'policy.transport': 'mmio' } }] as const)),
);

function kvm(name: string, s: HypervisorSteps): typeof composed {
  return {
    [`${name}/trap-and-emulate`]: { ps: emulatedInVmm(s, (register) => byVmm(s, register), unblocked(s)) },
    [`${name}/trap-and-emulate[at=kernel]`]: { ps: emulatedInKernel(s) },
    [`${name}/user-thread`]: { ps: kvmThread(s, 'vmm_loop_turn_iothread'), rings: 'kicked' },
    [`${name}/user-thread[io=main-loop]`]: { ps: kvmThread(s, 'vmm_loop_turn_main'), rings: 'kicked' },
    [`${name}/user-thread[io=vcpu]`]: { ps: kvmVcpuThread(s), rings: 'kicked' },
    [`${name}/vhost`]: { ps: kvmVhost(s), rings: 'kicked' },
    [`${name}/sidecore`]: { ps: sidecore(s, unblocked(s) + of(s.fold), 0), rings: 'polls' },
    [`${name}/passthrough`]: { ps: assigned(s, ownInterrupt(s) + of(s.fold)) },
    [`${name}/passthrough[irq=gicv4]`]: { ps: assigned(s, of(s.wfiEnd)) },
    [`${name}/null`]: { ps: nothing(s) },
  };
}
