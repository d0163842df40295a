import { at, hypervisor as x2 } from '../machine/step.ts';
import type { Steps } from '../machine/step.ts';
import type { Hypervisor } from './hypervisor.ts';
import { kvm, movedBy2016 } from './kvm.ts';

const h = at(1, 'host kernel');
const ws = at(2, 'world switch');

/** From one side's EL1 registers to the other's. */
const swap = [ws('ws_el1sys_save'), ws('stage2_load'), ws('ws_el1sys_restore'), ws('ws_barriers')];
const callEl2 = [h('hvc_el1_to_el2'), ws('gpr_save'), x2('hypercall_dispatch')];
const backToHost = [ws('gpr_restore'), x2('eret_el2_to_el1')];

/** KVM split mode: the host kernel at EL1, a stub at EL2 that swaps the whole EL1 state at every exit. */
export const nvhe: Hypervisor = {
  title: 'KVM, host kernel at EL1 (nVHE)',
  says: '4 level changes per exit; guest and host take turns in the EL1 registers',
  waits: 'user exit',
  transport: 'pci-msix',
  partitioned: false,
  steps: (options) => {
    const old = options.era === '2016';
    const moved = (side: Steps): Steps => (old ? side : []);
    const deferred = (software: Steps): Steps =>
      old ? software : [...software, at(1, 'world switch')('timer_load_put'), ...callEl2, ws('vgic_vmcr_apr'), ...backToHost];
    return kvm({
      kernelLevel: 1,
      movesWholeVgic: old,
      leave: [
        ...moved(movedBy2016.leave), ws('ws_common_sysreg'), ws('ws_debug_pmu'), ws('ws_hcr_traps'), ws('ws_barriers'), ...swap, ...backToHost,
      ],
      arrive: [
        ...callEl2, ...swap, ws('ws_hcr_traps'), ws('ws_debug_pmu'), ws('ws_common_sysreg'), ws('ws_barriers'), ...moved(movedBy2016.arrive),
      ],
      put: deferred([h('vcpu_put')]),
      load: deferred([h('vcpu_load')]),
      syscall: [at(0, 'host user')('svc_el0_to_el1', 'syscall'), h('syscall_entry')],
      sysreturn: [h('syscall_exit'), h('eret_el1_to_el0')],
    }, options);
  },
};
