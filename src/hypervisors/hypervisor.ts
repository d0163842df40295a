import type { InterruptSteps } from '../machine/interrupt.ts';
import type { ExceptionLevel, Place, Steps } from '../machine/step.ts';
import type { ExitWeight, VcpuPlace } from '../machine/vcpu.ts';

/** What of the host decides the lists, beside the hypervisor itself. */
export interface HostOptions {
  readonly gic: 'v2' | 'v3';
  /** KVM of 2016 saved the whole VGIC state at every exit. */
  readonly era: '2016' | 'recent';
  readonly idle: 'shallow' | 'deep';
  readonly gicv4: boolean;
}

/** What a waker pays by where the woken one's core is: its own, busy, or idle. */
export interface WakeSteps {
  readonly local: Steps;
  readonly busyCore: Steps;
  readonly idleCore: Steps;
}

/** How a signal from a guest's core gets to a backend: at once by that core, or by an SGI and an injection on another. */
export interface PostSteps {
  /** On the guest's core, after the exit: the access is decoded and the other side told, up to a wake-up. */
  readonly toKernel: Steps;
  readonly toUser: Steps;
  /** Where the host is another VM on other cores: the SGI, and how its kernel takes it. Null where the guest's core can wake a host thread itself. */
  readonly sgi: { readonly send: Steps; readonly takeForKernel: Steps; readonly takeForUser: Steps } | null;
}

/** How a backend asks for an injection: up to where it is made, and the way back. */
export interface CallSteps {
  readonly fromKernel: Steps;
  readonly backToKernel: Steps;
  readonly fromUser: Steps;
  readonly backToUser: Steps;
  /** From a user process by raising an interrupt line of virtio-mmio or a real device, where that is not `fromUser`. */
  readonly line?: Steps;
}

/**
 * The step lists of one way to run guests and a host: leaving and entering a guest, posting a kick, injecting an
 * interrupt, idling, waking a thread, taking interrupts. Each list stands here once.
 */
export interface HypervisorSteps {
  /** Where the host kernel runs, and its places. */
  readonly kernelLevel: ExceptionLevel;
  readonly hostKernel: Place;
  /** From the trapped instruction up to whoever handles the exit. */
  readonly exit: Readonly<Record<ExitWeight, Steps>>;
  readonly enter: Readonly<Record<ExitWeight, Steps>>;
  /** Added to an entry that finds interrupts pending, and to the entry after one that did. */
  readonly flush: Steps;
  readonly fold: Steps;
  /** A guest is left by a physical interrupt, up to its handler. */
  readonly interrupted: Steps;
  readonly syscall: Steps;
  readonly sysreturn: Steps;
  /** An interrupt of a device that the host owns, up to its driver. */
  readonly deviceIrq: InterruptSteps;
  readonly reschedule: InterruptSteps;
  readonly tick: InterruptSteps;
  readonly wake: WakeSteps;
  /** The same for a vCPU, which is a thread under KVM and is scheduled at EL2 under Xen. */
  readonly wakeVcpu: WakeSteps;
  readonly rescheduleVcpu: InterruptSteps;
  readonly vcpusAreThreads: boolean;
  readonly contextSwitch: Steps;
  readonly mmSwitch: Steps;
  readonly vcpuPut: Steps;
  readonly vcpuLoad: Steps;
  /** A vCPU comes to a core where another one of its VM ran last. */
  readonly vcpuMoved: Steps;
  readonly idleExit: Steps;
  /** The end of a WFI that executes natively. */
  readonly wfiEnd: Steps;
  /** A trapped WFI before it polls, and before it blocks; null where WFI is not trapped. */
  readonly wfi: { readonly exit: Steps; readonly block: Steps } | null;
  readonly post: PostSteps;
  readonly call: CallSteps;
  readonly inject: Readonly<Record<VcpuPlace, { readonly send: Steps; readonly then: 'ipi' | 'wake' | 'nothing' }>>;
  /** The IPI of an injection, taken by the target's core. */
  readonly kicked: InterruptSteps;
  /** An interrupt of a device that the guest owns, on the guest's core: without and with direct injection. */
  readonly assignedIrq: InterruptSteps;
  /** The guest's own timer fires. */
  readonly timerIrq: InterruptSteps;
  /** EL2 puts one interrupt into a list register of the core it runs on. */
  readonly writeListRegister: Steps;
  /** The guest takes and ends a virtual interrupt. */
  readonly acknowledge: Steps;
  readonly complete: Steps;
  /** What a guest pays for being a VM, per request: two-stage walks. */
  readonly guestTax: Steps;
  /** What its device pays for that, per DMA: a walk of the SMMU's second stage. */
  readonly dmaTax: Steps;
  /** What the host pays for being a VM itself, per request: two-stage walks. */
  readonly hostTax: Steps;
}

export interface Hypervisor {
  readonly title: string;
  readonly says: string;
  /** How a vCPU waits for an answer from another VM or process. */
  readonly waits: 'spin' | 'deschedule' | 'user exit' | 'never';
  readonly transport: 'mmio' | 'pci-msix';
  /** The host is a VM with cores of its own; guests and host never share one. */
  readonly partitioned: boolean;
  steps(options: HostOptions): HypervisorSteps;
}
