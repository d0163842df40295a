import { bareMetal } from './bare-metal.ts';
import type { Hypervisor } from './hypervisor.ts';
import { nvhe } from './nvhe.ts';
import { staticPartition } from './static-partition.ts';
import { vhe } from './vhe.ts';
import { xen } from './xen.ts';

export const hypervisors = {
  'static-partition': staticPartition,
  xen,
  nvhe,
  vhe,
  'bare-metal': bareMetal,
} as const satisfies Record<string, Hypervisor>;

export type HypervisorId = keyof typeof hypervisors;
