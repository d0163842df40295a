import { InterruptModeration } from '../machine/interrupt-moderation.ts';
import type { Plan } from './backend.ts';

/** The interrupt of a plan's device, as its `irq_moderation` lets it come; at once where the device knows none. */
export function moderated({ machine, params }: Pick<Plan, 'machine' | 'params'>, interrupt: () => void): InterruptModeration {
  return new InterruptModeration(machine.simulation, {
    longestPs: Math.round(Number(params['device.irq_moderation'] ?? 0) * 1000),
    threshold: Number(params['device.irq_moderation_threshold'] ?? 1),
  }, interrupt);
}
