import type { HypervisorSteps } from '../../../src/hypervisors/hypervisor.ts';
import type { Load } from './loads.ts';
import { flight, line, of, price, ps, total } from './sums.ts';

type Sum = (s: HypervisorSteps) => number;

// The guest.
export const entered = ps('guest_irq_entry_exit', 'guest_iar', 'guest_irq_handler');
/** From the application to the driver's test whether to kick. */
export const submitted = (s: HypervisorSteps, load: Load): number =>
  total(load.call, of(s.guestTax), load.descriptors * price('desc_write'), ps('avail_publish', 'kick_check'));

// The device's half of the ring.
export const fetched = (load: Load): number => load.descriptors * ps('desc_fetch', 'gpa_translate');

// States: everybody has gone to sleep by the time that something comes.
/** A thread of an idle core is woken by the core that holds it. */
export const wokenHere: Sum = (s) => of(s.wake.local, s.contextSwitch);
/** The interrupt of a device of the host, whose core is idle. */
export const told: Sum = (s) => total(price('dev_irq_delay'), of(s.idleExit, s.deviceIrq.inHost));
/** A thread on an idle core is woken by another core of the same kernel. */
export const wokenFromAfar: Sum = (s) => total(of(s.wake.idleCore), flight, of(s.idleExit, s.reschedule.inHost, s.contextSwitch));
/** A thread of a HostVM, whose core is idle, is woken by an SGI of the hypervisor's. */
export const wokenBySgi = (s: HypervisorSteps, taker: 'takeForKernel' | 'takeForUser'): number => total(of(s.post.sgi?.send ?? []), flight, of(s.idleExit, s.post.sgi?.[taker] ?? []), wokenHere(s));

/** A blocked vCPU comes back to its idle core, whoever woke it there. */
const runsAgain: Sum = (s) => of(s.vcpusAreThreads ? s.contextSwitch : [], s.vcpuLoad, s.flush, s.enter.kernel);
/** A blocked vCPU is woken by another core and takes the interrupt. */
export const unblocked: Sum = (s) => total(of(s.inject.blocked.send, s.wakeVcpu.idleCore), flight, of(s.idleExit, s.rescheduleVcpu.inHost), runsAgain(s));
/** A core in a native WFI is sent an IPI. */
export const outOfWfi: Sum = (s) => total(of(s.inject.wfi.send), flight, of(s.wfiEnd, s.kicked.inGuest, s.enter.kernel));
/** An interrupt of a device that the guest owns, or that EL2 serves on its core, finds the core in WFI or the vCPU blocked: what is done with it, and the way into the guest. */
export const ownInterrupt = (s: HypervisorSteps, then = 0): number =>
  s.wfi === null ? total(of(s.wfiEnd, s.assignedIrq.inGuest), then, of(s.enter.kernel)) : total(of(s.idleExit, s.assignedIrq.inHost), then, of(s.wakeVcpu.local), runsAgain(s));

// Register accesses, by who answers.
const decoded = ps('abort_decode', 'mmio_region_lookup');
export interface Access {
  /** Up to where the register is emulated, and from there back into the guest. */
  readonly out: number;
  readonly back: number;
}
export const byEl2 = (s: HypervisorSteps, register: number): Access => ({ out: total(of(s.exit.el2), decoded, register), back: of(s.enter.el2) });
export const byKernel = (s: HypervisorSteps, register: number): Access => ({ out: total(of(s.exit.kernel), decoded, register), back: of(s.enter.kernel) });
export const byVmm = (s: HypervisorSteps, register: number): Access => ({ out: total(of(s.exit.user), ps('bql_acquire'), register), back: of(s.enter.user) });
/** hvisor's daemon, which polls on a core of its own: the vCPU spins at EL2. */
export const byPollingDaemon = (s: HypervisorSteps, register: number): Access => ({
  out: total(of(s.exit.el2, s.post.toUser), line, ps('bridge_pop'), register, ps('smp_mb')), back: total(ps('spin_iter'), line, of(s.enter.el2)),
});
/** From its wake-up to its ring: the eventfd is read. */
export const daemonTurn: Sum = (s) => total(ps('poll_return'), of(s.sysreturn, s.syscall), ps('vfs_rw', 'eventfd_read'), of(s.sysreturn));
/** Xen's device model, which sleeps: an event channel each way, and the vCPU blocks. */
export const byDeviceModel = (s: HypervisorSteps, register: number): Access => ({
  out: total(of(s.exit.el2, s.post.toUser), wokenBySgi(s, 'takeForUser'), daemonTurn(s), line, ps('bridge_pop'), register, ps('smp_mb')),
  back: total(of(s.call.fromUser), ps('xen_ioreq_post'), of(s.wakeVcpu.idleCore), flight, of(s.idleExit, s.rescheduleVcpu.inHost, s.vcpuLoad), ps('spin_iter'), line, of(s.enter.el2)),
});
export const whole = ({ out, back }: Access): number => out + back;

/** InterruptStatus and InterruptACK of virtio-mmio, both at EL2; the first exit folds back what the entry put into list registers. */
export const acknowledged: Sum = (s) => total(2 * whole(byEl2(s, price('emulate_reg_virtio'))), of(s.fold));
