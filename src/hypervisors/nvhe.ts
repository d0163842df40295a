import { at } from '../machine/step.ts';
import type { Hypervisor } from './hypervisor.ts';
import { kvm } from './kvm.ts';

const h = at(1, 'host kernel');
const h0 = at(0, 'host user');
const x2 = at(2, 'hypervisor');
const ws = at(2, 'world switch');

/** KVM split mode: the host kernel at EL1, a stub at EL2 that swaps the whole EL1 state at every exit. */
export const nvhe: Hypervisor = {
  title: 'KVM, host kernel at EL1 (nVHE)',
  says: '4 level changes per exit; guest and host take turns in the EL1 registers',
  waits: 'user exit',
  transport: 'pci-msix',
  partitioned: false,
  steps: (options) => kvm({
    kernelLevel: 1,
    leave: [
      ws('ws_common_sysreg'), ws('ws_el1sys_save'), ws('ws_el1sys_restore'), ws('ws_hcr_traps'), ws('stage2_load'),
      ws('ws_debug_pmu'), ws('ws_barriers'), ws('gpr_restore'), x2('eret_el2_to_el1'),
    ],
    arrive: [
      h('hvc_el1_to_el2'), ws('gpr_save'), ws('ws_common_sysreg'), ws('ws_el1sys_save'), ws('ws_el1sys_restore'),
      ws('ws_hcr_traps'), ws('stage2_load'), ws('ws_debug_pmu'), ws('ws_barriers'),
    ],
    deferredSave: [],
    deferredRestore: [],
    syscall: [h0('svc_el0_to_el1', 'syscall'), h('syscall_entry')],
    sysreturn: [h('syscall_exit'), h('eret_el1_to_el0')],
  }, options),
};
