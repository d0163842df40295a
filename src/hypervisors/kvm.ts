import { at, hypervisor as x2, hostUser } from '../machine/step.ts';
import type { Steps } from '../machine/step.ts';
import type { HostOptions, HypervisorSteps } from './hypervisor.ts';

/** What distinguishes the two modes of KVM: the world switch, and how its kernel is reached from EL0. */
export interface KvmMode {
  readonly kernelLevel: 1 | 2;
  /** After the trap and the saving of the general registers, up to the host kernel's run loop. */
  readonly leave: Steps;
  /** From the run loop up to the restoring of the general registers. */
  readonly arrive: Steps;
  /** Moved at vcpu_put and vcpu_load because exits leave them alone. */
  readonly deferredSave: Steps;
  readonly deferredRestore: Steps;
  readonly syscall: Steps;
  readonly sysreturn: Steps;
}

const ws = at(2, 'world switch');

/** The lists that both modes of KVM share, around the world switch of one. Linux arch/arm64/kvm: arm.c, hyp/, vgic/. */
export function kvm(mode: KvmMode, options: HostOptions): HypervisorSteps {
  const h = at(mode.kernelLevel, 'host kernel');
  const whole = options.era === '2016';
  const vgicSave = whole ? [ws('vgic_full_save')] : [];
  const vgicRestore = whole ? [ws('vgic_full_restore')] : [];
  const leave = [ws('gpr_save'), ...vgicSave, ...mode.leave, h('kvm_run_loop')];
  const exitKernel = [x2('trap_el1_to_el2', 'exit'), ...leave];
  const enterKernel = [...vgicRestore, ...mode.arrive, ws('gpr_restore'), x2('eret_el2_to_el1'), at(1, 'guest kernel')('post_exit_penalty')];
  const put = [h('vcpu_put'), ...mode.deferredSave, ws('vgic_vmcr_apr'), ws('timer_load_put')];
  const load = [h('vcpu_load'), ...mode.deferredRestore, ws('vgic_vmcr_apr'), ws('timer_load_put')];
  const interrupted = [x2('irq_to_el2', 'exit'), ...leave, h('irq_to_host_kernel')];
  const inject = [h('vgic_inject_sw'), h('vcpu_kick')];
  const ipi = h('ipi_send', 'ipi');
  const wakeIpi = h('ipi_send', 'reschedule ipi');
  const taken = (...handler: Steps) => ({ inGuest: [...interrupted, ...handler], inHost: [h('irq_to_host_kernel'), ...handler] });
  const direct = options.gicv4;
  return {
    kernelLevel: mode.kernelLevel,
    hostKernel: h,
    exit: {
      el2: [x2('trap_el1_to_el2', 'exit'), ws('gpr_save')],
      kernel: exitKernel,
      user: [
        x2('trap_el1_to_el2', 'exit', 'user exit'), ...leave, h('abort_decode'), h('mmio_region_lookup'), ...put,
        h('kvm_run_ioctl_exit'), ...mode.sysreturn, hostUser('vmm_bus_dispatch'),
      ],
    },
    enter: {
      el2: [ws('gpr_restore'), x2('eret_el2_to_el1')],
      kernel: enterKernel,
      user: [...mode.syscall, h('kvm_run_ioctl_entry'), ...load, ...enterKernel],
    },
    flush: whole ? [h('vgic_flush')] : [h('vgic_flush'), ws('vgic_lr_restore_per_lr')],
    fold: whole ? [h('vgic_fold')] : [ws('vgic_lr_save_per_lr'), h('vgic_fold')],
    interrupted,
    syscall: mode.syscall,
    sysreturn: mode.sysreturn,
    deviceIrq: taken(h('irq_handler')),
    reschedule: taken(h('resched_ipi_handler')),
    tick: taken(h('tick_handler')),
    wake: { local: [h('try_to_wake_up')], busyCore: [h('try_to_wake_up'), wakeIpi], idleCore: [h('try_to_wake_up'), wakeIpi] },
    contextSwitch: [h('context_switch')],
    mmSwitch: [h('mm_switch')],
    vcpuPut: put,
    vcpuLoad: load,
    idleExit: [h(options.idle === 'deep' ? 'idle_exit_deep' : 'idle_exit_shallow')],
    wfi: [h('wfi_decide')],
    post: {
      toKernel: [h('abort_decode'), h('mmio_region_lookup'), h('eventfd_signal'), h('vhost_work_queue')],
      toUser: [h('abort_decode'), h('mmio_region_lookup'), h('eventfd_signal'), h('epoll_callback')],
      sgi: null,
    },
    call: {
      fromKernel: [h('eventfd_signal'), h('irqfd_inject'), h('its_translate_cached')],
      backToKernel: [],
      fromUser: [...mode.syscall, h('vfs_rw'), h('eventfd_signal'), h('irqfd_inject'), h('its_translate_cached')],
      backToUser: mode.sysreturn,
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
    assignedIrq: direct
      ? { inGuest: [x2('vlpi_deliver')], inHost: [h('irq_to_host_kernel'), h('vlpi_doorbell')] }
      : taken(h('irq_handler'), h('vfio_irq_handler'), h('eventfd_signal'), h('irqfd_inject'), h('its_translate_cached'), ...inject),
    timerIrq: taken(h('vtimer_irq_handler'), ...inject),
    hostTax: [],
  };
}
