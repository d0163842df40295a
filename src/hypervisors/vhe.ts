import { at, repeat } from '../machine/step.ts';
import type { Hypervisor } from './hypervisor.ts';
import { kvm } from './kvm.ts';

const h = at(2, 'host kernel');
const ws = at(2, 'world switch');
const timers = repeat(2, ws('timer_load_put'));

/** KVM with the host kernel at EL2 and host user space at EL0 under TGE: exits leave the EL1 state where it is. */
export const vhe: Hypervisor = {
  title: 'KVM, host kernel at EL2 (VHE)',
  says: '2 level changes per exit; EL1 state moves at vcpu load and put only, so exits to user space are not light',
  waits: 'user exit',
  transport: 'pci-msix',
  partitioned: false,
  steps: (options) => {
    const old = options.era === '2016';
    return kvm({
      kernelLevel: 2,
      leave: [ws('ws_common_sysreg'), ws('ws_debug_pmu'), ws('ws_hcr_traps'), ws('ws_barriers')],
      arrive: [ws('ws_hcr_traps'), ws('ws_debug_pmu'), ws('ws_common_sysreg'), ws('ws_barriers')],
      put: [
        h('vcpu_put'), ws('ws_common_sysreg'), ws('ws_el1sys_save'), ws('ws_hcr_traps'),
        old ? ws('timer_load_put') : timers, ws(old ? 'vgic_full_save' : 'vgic_vmcr_apr'),
      ],
      load: [
        h('vcpu_load'), ws('stage2_load'), ws('ws_common_sysreg'), ws('ws_el1sys_restore'), ws('ws_hcr_traps'),
        old ? ws('timer_load_put') : timers, ws(old ? 'vgic_full_restore' : 'vgic_vmcr_apr'),
      ],
      syscall: [at(0, 'host user')('svc_el0_to_el2_tge', 'syscall'), h('syscall_entry')],
      sysreturn: [h('syscall_exit'), h('eret_el2_to_el0_tge')],
    }, options);
  },
};
