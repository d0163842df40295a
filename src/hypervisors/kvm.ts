import { at, guestKernel as g, hypervisor as x2, hostUser } from '../machine/step.ts';
import type { Steps } from '../machine/step.ts';
import type { HostOptions, HypervisorSteps } from './hypervisor.ts';
import { virtualGic } from './virtual-gic.ts';

/** What distinguishes the two modes of KVM: the world switch, what it defers, and how its kernel is reached from EL0. */
export interface KvmMode {
  readonly kernelLevel: 1 | 2;
  /** After the trap and the saving of the general registers, up to the host kernel. */
  readonly leave: Steps;
  /** From the host kernel up to the restoring of the general registers. */
  readonly arrive: Steps;
  /** Every exit stores the whole VGIC and every entry loads it: no list register is moved by itself. */
  readonly movesWholeVgic?: boolean;
  /** State that exits leave alone, moved at vcpu_put and vcpu_load. */
  readonly put: Steps;
  readonly load: Steps;
  readonly syscall: Steps;
  readonly sysreturn: Steps;
}

const ws = at(2, 'world switch');

/** The lists that both modes of KVM share, around the world switch of one. Linux arch/arm64/kvm: arm.c, hyp/, vgic/. */
export function kvm(mode: KvmMode, options: HostOptions): HypervisorSteps {
  const h = at(mode.kernelLevel, 'host kernel');
  const gic = virtualGic[options.gic];
  // Lazy FP: the first use after a load traps; later ones do not. KVM of 2016 moves FP at the exits of split mode instead.
  const firstFp = options.era === 'recent' ? [ws('fp_lazy_trap'), ws('fp_save_restore')] : [];
  const leave = [ws('gpr_save'), ...mode.leave, h('vgic_fold'), h('kvm_run_loop')];
  const exitKernel = [x2('trap_el1_to_el2', 'exit'), ...leave];
  const enterKernel = [h('vgic_flush'), ...mode.arrive, ws('gpr_restore'), x2('eret_el2_to_el1')];
  const interrupted = [x2('irq_to_el2', 'exit'), ...leave, h('irq_to_host_kernel'), h('phys_iar_eoi')];
  const inject = [h('vgic_inject_sw'), h('vcpu_kick')];
  const ipi = h('ipi_send', 'ipi');
  const wakeByIpi = [h('try_to_wake_up'), h('ipi_send', 'reschedule ipi')];
  const wake = { local: [h('try_to_wake_up')], busyCore: wakeByIpi, idleCore: wakeByIpi };
  const taken = (...handler: Steps) => ({ inGuest: [...interrupted, ...handler], inHost: [h('irq_to_host_kernel'), h('phys_iar_eoi'), ...handler] });
  const irqfd = [h('eventfd_signal'), h('irqfd_inject'), h('its_translate_cached')];
  return {
    kernelLevel: mode.kernelLevel,
    hostKernel: h,
    exit: {
      el2: [x2('trap_el1_to_el2', 'exit'), ws('gpr_save')],
      kernel: exitKernel,
      user: [
        x2('trap_el1_to_el2', 'exit', 'user exit'), ...leave, h('abort_decode'), h('mmio_region_lookup'), ...mode.put,
        h('kvm_run_ioctl_exit'), ...mode.sysreturn, hostUser('vmm_bus_dispatch'),
      ],
    },
    enter: {
      el2: [ws('gpr_restore'), x2('eret_el2_to_el1')],
      kernel: enterKernel,
      user: [...mode.syscall, h('ioctl_dispatch'), h('kvm_run_ioctl_entry'), ...mode.load, ...enterKernel],
    },
    flush: mode.movesWholeVgic === true ? [] : [ws(gic.restore)],
    fold: mode.movesWholeVgic === true ? [] : [ws(gic.save)],
    interrupted,
    syscall: mode.syscall,
    sysreturn: mode.sysreturn,
    deviceIrq: taken(h('irq_handler')),
    reschedule: taken(h('resched_ipi_handler')),
    tick: taken(h('tick_handler')),
    rescheduleVcpu: taken(h('resched_ipi_handler')),
    wake,
    wakeVcpu: wake,
    vcpusAreThreads: true,
    contextSwitch: [h('context_switch')],
    mmSwitch: [h('mm_switch')],
    vcpuPut: mode.put,
    vcpuLoad: [...mode.load, ...firstFp, g('post_exit_penalty')],
    vcpuMoved: [ws('vcpu_migrate_tlb_flush')],
    idleExit: [h(options.idle === 'deep' ? 'idle_exit_deep' : 'idle_exit_shallow')],
    wfiEnd: [x2('wfi_wake')],
    wfi: { exit: [x2('trap_el1_to_el2', 'exit', 'wfi exit'), ...leave, h('wfi_decide')], block: [h('vcpu_block')] },
    post: {
      toKernel: [h('abort_decode'), h('mmio_region_lookup'), h('eventfd_signal'), h('vhost_work_queue')],
      toUser: [h('abort_decode'), h('mmio_region_lookup'), h('eventfd_signal'), h('epoll_callback')],
      sgi: null,
    },
    call: {
      fromKernel: irqfd,
      backToKernel: [],
      fromUser: [...mode.syscall, h('vfs_rw'), ...irqfd],
      backToUser: mode.sysreturn,
      // KVM_IRQ_LINE: an SPI needs no translation by the ITS, and QEMU gives virtio-mmio no irqfd.
      line: [...mode.syscall, h('ioctl_dispatch')],
    },
    inject: {
      'in guest': { send: [...inject, ipi], then: 'ipi' },
      exited: { send: inject, then: 'nothing' },
      polling: { send: inject, then: 'wake' },
      blocked: { send: inject, then: 'wake' },
      wfi: { send: [...inject, ipi], then: 'ipi' },
      spinning: { send: inject, then: 'nothing' },
    },
    kicked: taken(h('resched_ipi_handler')),
    assignedIrq: options.gicv4
      ? { inGuest: [x2('vlpi_deliver')], inHost: [h('irq_to_host_kernel'), h('phys_iar_eoi'), h('vlpi_doorbell')] }
      : taken(h('irq_handler'), h('vfio_irq_handler'), ...irqfd, ...inject),
    timerIrq: taken(h('vtimer_irq_handler'), ...inject),
    writeListRegister: [x2(gic.write)],
    acknowledge: [g(gic.acknowledge)],
    complete: [g(gic.complete)],
    guestTax: [g('stage2_walk_tax')],
    dmaTax: [g('iotlb_miss')],
    hostTax: [],
  };
}

/** What an exit moves in addition in KVM of 2016: the whole VGIC, the timer and FP, which later versions defer or skip. */
export const movedBy2016: { readonly leave: Steps; readonly arrive: Steps } = {
  leave: [ws('fp_save_restore'), ws('vgic_full_save'), ws('timer_load_put')],
  arrive: [ws('fp_save_restore'), ws('vgic_full_restore'), ws('timer_load_put')],
};
