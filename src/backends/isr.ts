import type { Plan } from './backend.ts';
import { emulatedRegister } from './control-plane.ts';
import type { RegisterAccess } from './registers.ts';

/**
 * Whoever answers InterruptStatus and InterruptACK of virtio-mmio: by default the user process that emulates the
 * device's other registers too. Null with MSI-X, where the handler reads no register of the device.
 */
export function isrAccess(plan: Plan): RegisterAccess | null {
  if (plan.transport === 'pci-msix') return null;
  const served = plan.params['policy.isr_served_by'];
  if (served === 'kernel' && plan.hypervisor.waits !== 'user exit') throw new Error('policy.isr_served_by: kernel (under this hypervisor: el2 or user)');
  return emulatedRegister(plan, served === 'el2' || served === 'kernel' ? served : 'user');
}
