import { at, guestKernel as g, hypervisor as x2 } from '../machine/step.ts';
import type { Steps } from '../machine/step.ts';
import type { HostOptions, Hypervisor, HypervisorSteps } from './hypervisor.ts';
import { virtualGic } from './virtual-gic.ts';

const h = at(1, 'host kernel');
const h0 = at(0, 'host user');

const exit = [x2('trap_el1_to_el2', 'exit'), x2('gpr_save')];
const eret = [x2('gpr_restore'), x2('eret_el2_to_el1')];
const hostTrap = [x2('trap_el1_to_el2', 'host exit'), x2('gpr_save')];
const hostCall = [h('hvc_el1_to_el2', 'host exit'), x2('gpr_save'), x2('hypercall_dispatch')];
const syscall = [h0('svc_el0_to_el1', 'syscall'), h('syscall_entry')];
const sysreturn = [h('syscall_exit'), h('eret_el1_to_el0')];

/** An SGI from EL2 that asks another core for an injection: the event lies in that core's queue. */
const sgi = [x2('event_queue_push_pop'), x2('ipi_send', 'ipi')];
const interrupted = [x2('irq_to_el2', 'exit'), x2('gpr_save')];

const wakeIpi = [h('try_to_wake_up'), ...hostTrap, x2('sgi_sysreg_trap'), x2('ipi_send', 'reschedule ipi'), ...eret];
const wake = { local: [h('try_to_wake_up')], busyCore: wakeIpi, idleCore: wakeIpi };
const bySgi = { send: sgi, then: 'ipi' } as const;

/** hvisor, Jailhouse, Bao: a type 1 hypervisor that gives each VM cores of its own. syswonder/hvisor 6a3fb78. */
export const staticPartition: Hypervisor = {
  title: 'static partition (hvisor, Jailhouse, Bao)',
  says: 'no world switch; every signal crosses cores by SGI; the HostVM pays EL2 for its own interrupts and IPIs',
  waits: 'spin',
  transport: 'mmio',
  partitioned: true,
  steps: lists,
};

/** The lists, with list registers that are system registers or lie in memory. */
function lists(options: HostOptions): HypervisorSteps {
  const gic = virtualGic[options.gic];
  const injectEvent = [x2('phys_iar_eoi'), x2('event_queue_push_pop'), x2(gic.write)];
  /** A physical interrupt of the HostVM's own: through EL2 into a list register, then to its kernel. */
  const throughEl2 = (...handler: Steps): Steps => [
    x2('irq_to_el2', 'host exit'), x2('gpr_save'), x2('phys_iar_eoi'), x2(gic.write), ...eret, h('irq_to_host_kernel'), ...handler,
  ];
  const taken = (...handler: Steps) => ({ inGuest: throughEl2(...handler), inHost: throughEl2(...handler) });
  const wokenBySgi = (...handler: Steps): Steps => [
    x2('irq_to_el2', 'host exit'), x2('gpr_save'), ...injectEvent, ...eret, h('irq_to_host_kernel'), h('irq_handler'), ...handler,
  ];
  const owned = { inGuest: [...interrupted, x2('phys_iar_eoi'), x2(gic.write)], inHost: [...interrupted, x2('phys_iar_eoi'), x2(gic.write)] };
  // The guest's own tick: through EL2 into its kernel, by the entry that follows.
  const guestTick = [...owned.inGuest, g('irq_to_host_kernel'), g(gic.acknowledge), g('tick_handler'), g(gic.complete)];
  return {
    kernelLevel: 1,
    hostKernel: h,
    exit: { el2: exit, kernel: exit, user: exit },
    enter: { el2: eret, kernel: eret, user: eret },
    flush: [],
    fold: [],
    interrupted,
    syscall,
    sysreturn,
    deviceIrq: taken(h('irq_handler')),
    reschedule: taken(h('resched_ipi_handler')),
    tick: { inGuest: guestTick, inHost: throughEl2(h('tick_handler')) },
    rescheduleVcpu: taken(h('resched_ipi_handler')),
    wake,
    wakeVcpu: wake,
    vcpusAreThreads: false,
    contextSwitch: [h('context_switch')],
    mmSwitch: [h('mm_switch')],
    vcpuPut: [],
    vcpuLoad: [],
    vcpuMoved: [],
    idleExit: [h(options.idle === 'deep' ? 'idle_exit_deep' : 'idle_exit_shallow')],
    wfiEnd: [x2('wfi_wake')],
    wfi: null,
    post: {
      toKernel: [x2('abort_decode'), x2('mmio_region_lookup'), x2('bridge_lock'), x2('bridge_push')],
      toUser: [x2('abort_decode'), x2('mmio_region_lookup'), x2('bridge_lock'), x2('bridge_push')],
      sgi: { send: sgi, takeForKernel: wokenBySgi(), takeForUser: wokenBySgi(h('eventfd_signal'), h('epoll_callback')) },
    },
    call: {
      fromKernel: [h('res_push'), ...hostCall, x2('res_drain')],
      backToKernel: eret,
      fromUser: [h0('res_push'), ...syscall, h('ioctl_dispatch'), ...hostCall, x2('res_drain')],
      backToUser: [...eret, ...sysreturn],
    },
    inject: { 'in guest': bySgi, exited: bySgi, polling: bySgi, blocked: bySgi, wfi: bySgi, spinning: bySgi },
    kicked: { inGuest: [...interrupted, ...injectEvent], inHost: [...interrupted, ...injectEvent] },
    assignedIrq: owned,
    timerIrq: owned,
    writeListRegister: [x2(gic.write)],
    acknowledge: [g(gic.acknowledge)],
    complete: [g(gic.complete)],
    guestTax: [g('stage2_walk_tax')],
    dmaTax: [g('iotlb_miss')],
    hostTax: [h('stage2_walk_tax')],
  };
}
