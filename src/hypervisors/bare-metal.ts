import { at } from '../machine/step.ts';
import type { Steps } from '../machine/step.ts';
import type { Hypervisor } from './hypervisor.ts';
import { virtualGic } from './virtual-gic.ts';

const k = at(1, 'guest kernel');
const none: Steps = [];
const irq = { inGuest: none, inHost: none };
const direct = { send: none, then: 'ipi' } as const;

/** No hypervisor at all: the operating system that is the guest elsewhere owns the machine. The lower bound. */
export const bareMetal: Hypervisor = {
  title: 'bare metal',
  says: 'no hypervisor: the lower bound',
  waits: 'never',
  transport: 'pci-msix',
  partitioned: true,
  steps: (options) => ({
    kernelLevel: 1,
    hostKernel: k,
    exit: { el2: none, kernel: none, user: none },
    enter: { el2: none, kernel: none, user: none },
    flush: none,
    fold: none,
    interrupted: none,
    syscall: none,
    sysreturn: none,
    deviceIrq: irq,
    reschedule: irq,
    tick: { inGuest: [k('irq_to_host_kernel'), k('tick_handler')], inHost: none },
    rescheduleVcpu: irq,
    wake: { local: none, busyCore: none, idleCore: none },
    wakeVcpu: { local: none, busyCore: none, idleCore: none },
    vcpusAreThreads: false,
    contextSwitch: none,
    mmSwitch: none,
    vcpuPut: none,
    vcpuLoad: none,
    vcpuMoved: none,
    idleExit: [k(options.idle === 'deep' ? 'idle_exit_deep' : 'idle_exit_shallow')],
    wfiEnd: [k('wfi_wake')],
    wfi: null,
    post: { toKernel: none, toUser: none, sgi: null },
    call: { fromKernel: none, backToKernel: none, fromUser: none, backToUser: none },
    inject: { 'in guest': direct, exited: direct, polling: direct, blocked: direct, wfi: direct, spinning: direct },
    kicked: irq,
    assignedIrq: irq,
    timerIrq: irq,
    writeListRegister: none,
    acknowledge: [k(virtualGic[options.gic].acknowledge)],
    complete: [k(virtualGic[options.gic].complete)],
    guestTax: none,
    dmaTax: none,
    hostTax: none,
  }),
};
