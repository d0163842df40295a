import type { CostId } from '../machine/costs.ts';
import type { HostOptions } from './hypervisor.ts';

/** What the virtual interface of the interrupt controller costs: by system registers (ICH_*, ICC_*), or by memory (GICH_*, GICV_*). */
export interface VirtualGic {
  readonly save: CostId;
  readonly restore: CostId;
  readonly write: CostId;
  readonly acknowledge: CostId;
  readonly complete: CostId;
}

export const virtualGic = {
  v2: {
    save: 'vgic_v2_lr_save_per_lr', restore: 'vgic_v2_lr_restore_per_lr', write: 'lr_write_v2', acknowledge: 'guest_iar_v2', complete: 'guest_eoi_v2',
  },
  v3: {
    save: 'vgic_lr_save_per_lr', restore: 'vgic_lr_restore_per_lr', write: 'lr_write', acknowledge: 'guest_iar', complete: 'guest_eoi',
  },
} as const satisfies Record<HostOptions['gic'], VirtualGic>;
