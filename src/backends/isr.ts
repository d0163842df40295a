import type { Plan } from './backend.ts';
import { Daemon } from './daemon.ts';
import { localAccess, vmmAccess } from './registers.ts';
import type { RegisterAccess } from './registers.ts';

/**
 * Whoever answers InterruptStatus and InterruptACK of virtio-mmio: by default the user process that emulates the
 * device's other registers too. Null with MSI-X, where the handler reads no register of the device.
 */
export function isrAccess(plan: Plan): RegisterAccess | null {
  if (plan.transport === 'pci-msix') return null;
  const { machine, hypervisor, steps, params } = plan;
  const served = params['policy.isr_served_by'];
  if (served === 'el2') return localAccess(machine.tariff, steps, 'el2', 'emulate_reg_virtio');
  if (served === 'kernel' && hypervisor.waits !== 'user exit') throw new Error('policy.isr_served_by: kernel (under this hypervisor: el2 or user)');
  if (served === 'kernel') return localAccess(machine.tariff, steps, 'kernel', 'emulate_reg_virtio');
  if (hypervisor.waits === 'user exit') return vmmAccess(plan, 'emulate_reg_virtio');
  return Daemon.of(plan).register('emulate_reg_virtio');
}
