import { suite } from 'uvu';
import { equal, is } from 'uvu/assert';
import { runOnce } from '../../src/experiment/run.ts';
import { pricesPs } from '../../src/experiment/prices.ts';
import { hypervisors } from '../../src/hypervisors/index.ts';
import type { HypervisorId } from '../../src/hypervisors/index.ts';
import type { HypervisorSteps } from '../../src/hypervisors/hypervisor.ts';
import type { CostId } from '../../src/machine/costs.ts';
import type { Steps } from '../../src/machine/step.ts';
import { labProfile, specimen } from '../specimen.ts';

const test = suite('law: unloaded latency is the sum of the step lists');

/** One read of 4 KiB at a time from a disk that takes 50 us; everybody has gone to sleep by then; separate cores. */
const SERVICE_NS = 50_000;

const price = pricesPs(labProfile('neoverse-n1'), {});
const ps = (...costs: readonly CostId[]): number => costs.reduce((sum, cost) => sum + price(cost), 0);
const of = (...lists: readonly Steps[]): number => lists.flat().reduce((sum, { cost, times }) => sum + times * price(cost), 0);
const total = (...parts: readonly number[]): number => parts.reduce((sum, part) => sum + part, 0);
const stepsOf = (id: HypervisorId): HypervisorSteps => hypervisors[id].steps({ gic: 'v3', era: 'recent', idle: 'shallow', gicv4: false });

const line = price('cacheline_transfer_near');
const flight = price('ipi_flight');

// The guest's part, the same everywhere.
const call = ps('svc_el0_to_el1', 'syscall_entry', 'guest_stack_blk');
const submit = total(call, price('stage2_walk_tax'), 3 * price('desc_write'), ps('avail_publish', 'kick_check'));
const interrupt = ps('guest_irq_entry_exit', 'guest_iar', 'guest_irq_handler');
const drained = total(ps('cb_disable', 'used_read', 'desc_free', 'guest_complete_blk', 'sched_wakeup', 'cb_enable', 'guest_eoi'));
const back = ps('guest_ctx_switch', 'syscall_exit', 'eret_el1_to_el0');

// The back end's part of the ring and of the disk.
const fetch = total(3 * price('desc_fetch'), 3 * price('gpa_translate'));
/** Before the first chain, not before completions. */
const asked = ps('notify_disable');
const use = ps('used_write', 'used_publish', 'smp_mb', 'notify_check');
const driver = ps('dev_submit', 'mmio_store');
const reaped = ps('dev_reap', 'host_blk_complete');
// 4096 bytes at 10^15 bytes a second take 4 ps.
const service = 1000 * SERVICE_NS + 4;
const disk = total(service, price('dev_irq_delay'));

/** InterruptStatus and InterruptACK of virtio-mmio, both at EL2. */
const isrAtEl2 = (s: HypervisorSteps): number => 2 * total(of(s.exit.el2), ps('abort_decode', 'mmio_region_lookup', 'emulate_reg_virtio'), of(s.enter.el2));

/** A thread of an idle core is woken by the core that holds it. */
const wokenHere = (s: HypervisorSteps): number => of(s.wake.local, s.contextSwitch);
/** The completion interrupt of an idle host core. */
const completion = (s: HypervisorSteps): number => of(s.idleExit, s.deviceIrq.inHost);
/** A blocked vCPU is woken by another core and takes the interrupt. */
const unblocked = (s: HypervisorSteps): number =>
  total(of(s.inject.blocked.send, s.wakeVcpu.idleCore), flight, of(s.idleExit, s.rescheduleVcpu.inHost, s.vcpusAreThreads ? s.contextSwitch : [], s.vcpuLoad, s.flush, s.enter.kernel));
/** A core in a native WFI is sent an IPI. */
const outOfWfi = (s: HypervisorSteps): number => total(of(s.inject.wfi.send), flight, of(s.wfiEnd, s.kicked.inGuest, s.enter.kernel));

const kvmVhost = (s: HypervisorSteps): number => {
  const turn = ps('vhost_work_turn', 'vq_mutex');
  return total(
    submit, of(s.exit.kernel, s.post.toKernel, s.wake.idleCore), flight, of(s.idleExit, s.reschedule.inHost, s.contextSwitch),
    turn, asked, fetch, ps('backend_submit', 'host_blk_submit'), driver, disk, completion(s), reaped, wokenHere(s), turn, use, of(s.call.fromKernel), unblocked(s), interrupt, drained, back,
  );
};

const kvmIothread = (s: HypervisorSteps): number => {
  const readEventfd = total(of(s.syscall), ps('vfs_rw', 'eventfd_read'), of(s.sysreturn));
  const turn = total(ps('poll_return'), of(s.sysreturn), ps('vmm_loop_turn_iothread'), readEventfd);
  return total(
    submit, of(s.exit.kernel, s.post.toUser, s.wake.idleCore), flight, of(s.idleExit, s.reschedule.inHost, s.contextSwitch),
    turn, asked, fetch, ps('vmm_blk_request'), of(s.syscall), ps('aio_submit', 'host_blk_submit'), driver, of(s.sysreturn), disk,
    completion(s), reaped, ps('aio_complete', 'eventfd_signal', 'epoll_callback'), wokenHere(s), turn, use, of(s.call.fromUser), unblocked(s), interrupt, drained, back,
  );
};

/** vhost in a HostVM: an SGI to its core instead of a wake-up, and the tax of being a VM. */
const hostVmVhost = (s: HypervisorSteps, delivered: number): number => {
  const turn = ps('vhost_work_turn', 'vq_mutex');
  return total(
    submit, of(s.exit.kernel, s.post.toKernel, s.post.sgi?.send ?? []), flight, of(s.idleExit, s.post.sgi?.takeForKernel ?? []), wokenHere(s),
    turn, asked, fetch, of(s.hostTax), ps('backend_submit', 'host_blk_submit'), driver, disk, completion(s), reaped, wokenHere(s), turn, use, of(s.call.fromKernel), delivered,
    // The first exit for the registers folds back what the entry put into a list register.
    interrupt, isrAtEl2(s), of(s.fold), drained, back,
  );
};

/**
 * hvisor's daemon: its main thread pops the notification and wakes the worker of the disk. The worker, who has run
 * longer, does not preempt it: the main thread goes to sleep first.
 */
const daemon = (s: HypervisorSteps): number =>
  total(
    submit, of(s.exit.el2, s.post.toUser, s.post.sgi?.send ?? []), flight, of(s.idleExit, s.post.sgi?.takeForUser ?? []), wokenHere(s),
    ps('poll_return'), of(s.sysreturn, s.syscall), ps('vfs_rw', 'eventfd_read'), of(s.sysreturn), line, ps('bridge_pop'),
    of(s.syscall), ps('futex_wake'), of(s.sysreturn, s.wake.local), ps('smp_mb'), of(s.syscall), ps('epoll_wait'), of(s.contextSwitch),
    of(s.sysreturn), ps('notify_disable'), fetch, of(s.hostTax), ps('daemon_request'), of(s.syscall), ps('vfs_rw', 'host_blk_submit'), driver, disk,
    completion(s), reaped, wokenHere(s), of(s.sysreturn), use, of(s.call.fromUser), outOfWfi(s), interrupt, isrAtEl2(s), drained, back,
  );

const sidecore = (s: HypervisorSteps): number => {
  const noticed = ps('poll_iter', 'sidecore_burst');
  // No exit for a kick comes between: the entry folds back what the one before has put into list registers.
  return total(submit, noticed, fetch, driver, service, noticed, ps('dev_reap'), use, of(s.call.fromUser), unblocked(s), of(s.fold), interrupt, drained, back);
};

/** Served at EL2 on the guest's own core, whose interrupt the disk raises. */
const atEl2 = (s: HypervisorSteps): number =>
  total(
    submit, of(s.exit.el2), ps('abort_decode', 'mmio_region_lookup'), fetch, driver, disk, of(s.wfiEnd, s.assignedIrq.inGuest), ps('dev_reap'), use, of(s.enter.kernel),
    interrupt, isrAtEl2(s), drained, back,
  );

/** The disk is the guest's: no ring, and the guest's driver reads its completion. */
const assigned = (s: HypervisorSteps, delivered: number): number =>
  total(call, driver, of(s.guestTax, s.dmaTax), disk, delivered, interrupt, ps('dev_reap', 'guest_complete_blk', 'sched_wakeup', 'guest_eoi'), back);

/**
 * Cache lines of a split ring of 256 with EVENT_IDX that a request moves between two cores, by the layout of VIRTIO 1.2
 * section 2.7: the available index (offset 4098) shares a line with 30 entries, the used index (4674) with 8 elements,
 * used_event (4612) with the last two entries; the three descriptors are those of the request before, in one line.
 */
function movedLines(request: number, asksForKicks: boolean): number {
  const slot = request % 256;
  const availIdx = 1 + (slot >= 30 ? 1 : 0);
  const usedIdx = 1 + (slot >= 8 ? 1 : 0);
  const descriptors = 1;
  const availEvent = asksForKicks ? 1 : 0;
  // Looked at after the request before was shown, and paid with this one.
  const usedEvent = (request - 1) % 256 >= 254 ? 0 : 1;
  return availIdx + usedIdx + descriptors + availEvent + usedEvent;
}

/** The same of a packed ring: chains of three go around it; their lines there, the used descriptor's back, both event suppression structures. */
function movedPackedLines(request: number): number {
  const first = (3 * request) % 256;
  const descriptors = Math.floor((first + 2) / 4) - Math.floor(first / 4) + 1;
  return descriptors + 1 + 2;
}

const atEl2IsrOf = { 'policy.isr_served_by': 'el2' };
const [partition, xen, nvhe, vhe, bare] = (['static-partition', 'xen', 'nvhe', 'vhe', 'bare-metal'] as const).map(stepsOf);

const sleeps = (request: number): number => line * movedLines(request, true);
const polls = (request: number): number => line * movedLines(request, false);
const packed = (request: number): number => line * movedPackedLines(request);
const none = (): number => 0;

const composed: readonly (readonly [system: string, ps: number, linesPs: (request: number) => number, set?: Readonly<Record<string, string>>])[] = [
  ['vhe/vhost', kvmVhost(vhe), sleeps],
  ['vhe/vhost', kvmVhost(vhe), packed, { 'ring.layout': 'packed' }],
  ['nvhe/vhost', kvmVhost(nvhe), sleeps],
  ['vhe/user-thread', kvmIothread(vhe), sleeps],
  ['nvhe/user-thread', kvmIothread(nvhe), sleeps],
  ['vhe/sidecore', sidecore(vhe), polls],
  ['nvhe/sidecore', sidecore(nvhe), polls],
  ['static-partition/vhost', hostVmVhost(partition, outOfWfi(partition)), sleeps, atEl2IsrOf],
  ['xen/vhost', hostVmVhost(xen, unblocked(xen)), sleeps, atEl2IsrOf],
  ['static-partition/user-thread', daemon(partition), sleeps, atEl2IsrOf],
  ['static-partition/el2', atEl2(partition), none],
  ['static-partition/passthrough', assigned(partition, of(partition.wfiEnd, partition.assignedIrq.inGuest, partition.enter.kernel)), none],
  ['bare-metal/passthrough', assigned(bare, of(bare.wfiEnd)), none],
];

for (const [system, expectedPs, linesPs, set = {}] of composed) {
  test(`${[system, ...Object.values(set)].join(', ')}: every request after the first few takes exactly that`, () => {
    const spec = specimen(system, { set: { 'device.distribution': 'fixed', 'device.service': SERVICE_NS, 'device.bandwidth': 1e15, ...set }, requests: 50 });
    const latencies = [...runOnce(spec, 1).latenciesPs];
    is(latencies.length, 50);
    // 500 requests of warm-up come before.
    equal(latencies.map((ps, i) => ps - linesPs(500 + i)), latencies.map(() => expectedPs));
  });
}

test.run();
