import { at, guestKernel as g, hypervisor as x2 } from '../machine/step.ts';
import type { Steps } from '../machine/step.ts';
import type { HostOptions, Hypervisor, HypervisorSteps } from './hypervisor.ts';
import { virtualGic } from './virtual-gic.ts';

const h = at(1, 'host kernel');
const h0 = at(0, 'host user');
const ws = at(2, 'world switch');

const fromLists = x2('vgic_fold');
const toLists = x2('vgic_flush');
const exit = [x2('trap_el1_to_el2', 'exit'), ws('gpr_save'), fromLists];
const eret = [x2('xen_entry_check'), toLists, ws('gpr_restore'), x2('eret_el2_to_el1')];
const interrupted = [x2('irq_to_el2', 'exit'), ws('gpr_save'), fromLists, x2('phys_iar_eoi')];
/** No guest is left: the idle vCPU takes it. */
const atEl2 = [x2('irq_to_el2'), x2('phys_iar_eoi')];
const hostCall = [h('hvc_el1_to_el2', 'host exit'), ws('gpr_save'), fromLists, x2('hypercall_dispatch')];
const syscall = [h0('svc_el0_to_el1', 'syscall'), h('syscall_entry')];
const sysreturn = [h('syscall_exit'), h('eret_el1_to_el0')];

const throughEl2 = (...handler: Steps): Steps => [
  x2('irq_to_el2', 'host exit'), ws('gpr_save'), fromLists, x2('phys_iar_eoi'), x2('vgic_inject_sw'), ...eret, h('irq_to_host_kernel'), ...handler,
];
const taken = (...handler: Steps) => ({ inGuest: [...interrupted, x2('vgic_inject_sw'), ...handler], inHost: throughEl2(...handler) });
const wakeIpi = [
  h('try_to_wake_up'), x2('trap_el1_to_el2', 'host exit'), ws('gpr_save'), fromLists, x2('sgi_sysreg_trap'), x2('ipi_send', 'reschedule ipi'), ...eret,
];
const upcall: Steps = [x2('evtchn_send'), x2('vgic_inject_sw'), x2('vcpu_kick'), x2('ipi_send', 'ipi')];
const inject = [x2('vgic_inject_sw'), x2('vcpu_kick')];
const ipi = { send: [...inject, x2('ipi_send', 'ipi')], then: 'ipi' } as const;
const silent = { send: inject, then: 'nothing' } as const;
const unblock = { send: inject, then: 'wake' } as const;
const unblockFromAfar = [x2('xen_vcpu_unblock'), x2('ipi_send', 'reschedule ipi')];

/** Xen on Arm: a type 1 hypervisor with a scheduler at EL2; WFI traps, the full state moves when the vCPU on a core changes. Xen c447b730. */
export const xen: Hypervisor = {
  title: 'Xen (type 1 with a scheduler at EL2)',
  says: 'list registers move at every exit; the full switch only when another vCPU or none is scheduled; WFI traps',
  waits: 'deschedule',
  transport: 'mmio',
  partitioned: false,
  steps: lists,
};

function lists(options: HostOptions): HypervisorSteps {
  const gic = virtualGic[options.gic];
  // The guest's own timer: into its list register, then its kernel, by the entry that follows.
  const guestTick = [...interrupted, x2('vtimer_irq_handler'), ...inject, x2(gic.write), g('irq_to_host_kernel'), g(gic.acknowledge), g('tick_handler'), g(gic.complete)];
  return {
    kernelLevel: 1,
    hostKernel: h,
    exit: { el2: exit, kernel: exit, user: exit },
    enter: { el2: eret, kernel: eret, user: eret },
    flush: [ws(gic.restore)],
    fold: [ws(gic.save)],
    interrupted,
    syscall,
    sysreturn,
    deviceIrq: taken(h('irq_handler')),
    reschedule: taken(h('resched_ipi_handler')),
    tick: { inGuest: guestTick, inHost: throughEl2(h('tick_handler')) },
    rescheduleVcpu: { inGuest: interrupted, inHost: atEl2 },
    wake: { local: [h('try_to_wake_up')], busyCore: wakeIpi, idleCore: wakeIpi },
    wakeVcpu: { local: [x2('xen_vcpu_unblock')], busyCore: unblockFromAfar, idleCore: unblockFromAfar },
    vcpusAreThreads: false,
    contextSwitch: [h('context_switch')],
    mmSwitch: [h('mm_switch')],
    // The vCPU leaves its core for another one or for the idle vCPU: everything is saved.
    vcpuPut: [x2('xen_schedule'), ws('ctxt_switch_vm')],
    vcpuLoad: [x2('xen_schedule'), ws('ctxt_switch_vm')],
    vcpuMoved: [],
    idleExit: [h(options.idle === 'deep' ? 'idle_exit_deep' : 'idle_exit_shallow')],
    wfiEnd: [x2('wfi_wake')],
    wfi: { exit: [x2('trap_el1_to_el2', 'exit', 'wfi exit'), ws('gpr_save'), fromLists, x2('wfi_decide')], block: [] },
    post: {
      toKernel: [x2('abort_decode'), x2('mmio_region_lookup')],
      toUser: [x2('abort_decode'), x2('mmio_region_lookup'), x2('xen_ioreq_post')],
      sgi: {
        send: upcall,
        takeForKernel: throughEl2(h('irq_handler'), h('evtchn_upcall')),
        takeForUser: throughEl2(h('irq_handler'), h('evtchn_upcall'), h('epoll_callback')),
      },
    },
    call: {
      fromKernel: hostCall,
      backToKernel: eret,
      fromUser: [...syscall, h('ioctl_dispatch'), ...hostCall],
      backToUser: [...eret, ...sysreturn],
    },
    inject: { 'in guest': ipi, exited: silent, polling: unblock, blocked: unblock, wfi: ipi, spinning: silent },
    kicked: { inGuest: interrupted, inHost: [x2('irq_to_el2', 'host exit'), ws('gpr_save'), fromLists, x2('phys_iar_eoi'), ...eret] },
    assignedIrq: { inGuest: [...interrupted, ...inject], inHost: [...atEl2, ...inject] },
    timerIrq: { inGuest: [...interrupted, x2('vtimer_irq_handler'), ...inject], inHost: [...atEl2, x2('vtimer_irq_handler'), ...inject] },
    writeListRegister: [x2(gic.write)],
    acknowledge: [g(gic.acknowledge)],
    complete: [g(gic.complete)],
    guestTax: [g('stage2_walk_tax')],
    dmaTax: [g('iotlb_miss')],
    hostTax: [h('stage2_walk_tax')],
  };
}
