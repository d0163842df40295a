import type { Path } from '../machine/path.ts';
import type { Plan } from './backend.ts';
import { emulatedRegister } from './control-plane.ts';
import type { RegisterAccess } from './registers.ts';

/** An access of InterruptStatus or InterruptACK of virtio-mmio. */
export interface IsrAccess extends RegisterAccess {
  /** What whoever emulates InterruptACK does to lower the line; absent where that is no call into the hypervisor. */
  readonly lowers?: Path;
}

/**
 * Whoever answers InterruptStatus and InterruptACK of virtio-mmio: by default the user process that emulates the
 * device's other registers too. Null with MSI-X, where the handler reads no register of the device. QEMU lowers the line
 * by a KVM_IRQ_LINE as it raises it (virtio_mmio_write, virtio_mmio_update_irq), which injects nothing.
 */
export function isrAccess(plan: Plan): IsrAccess | null {
  if (plan.transport === 'pci-msix') return null;
  const served = plan.params['policy.isr_served_by'];
  if (served === 'kernel' && plan.hypervisor.waits !== 'user exit') throw new Error('policy.isr_served_by: kernel (under this hypervisor: el2 or user)');
  if (served === 'el2' || served === 'kernel') return emulatedRegister(plan, served);
  const { machine, steps: { call, sysreturn } } = plan;
  const access = emulatedRegister(plan, 'user');
  return call.line === undefined ? access : { ...access, lowers: machine.tariff.path('line lowered', [...call.line, ...sysreturn]) };
}
