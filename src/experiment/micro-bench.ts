import type { hypervisors } from '../hypervisors/index.ts';
import type { ParameterValue } from '../machine/parameter.ts';
import { defaultsOf, factsOf, parameterGroups } from './parameters.ts';
import { runOnce } from './run.ts';
import type { Profile } from './spec.ts';

/** A test of kvm-unit-tests' arm/micro-bench.c under one hypervisor; `totalPs` is null where it cannot be done, and `why` says why. */
export interface MicroBench {
  readonly name: string;
  readonly totalPs: number | null;
  readonly why: string | null;
}

/** Each test as an operation of the workload micro; null is one that nothing here models. */
export const microTests: Readonly<Record<string, { readonly operation: string; readonly set?: Readonly<Record<string, number>> } | null>> = {
  hvc: { operation: 'hypercall' },
  mmio_read_user: { operation: 'mmio_user', set: { 'workload.gap': 0 } },
  mmio_read_vgic: { operation: 'mmio_kernel' },
  eoi: { operation: 'eoi' },
  ipi: { operation: 'virtual_ipi', set: { 'topology.vcpus': 2 } },
  ipi_hw: null,
  lpi: { operation: 'lpi', set: { 'topology.vcpus': 2 } },
};

/** Every test of the micro-benchmark under a hypervisor, each done so many times; one that the hypervisor refuses says why. */
export function microBench(hypervisor: keyof typeof hypervisors, times: number, profile: Profile, policy: Readonly<Record<string, ParameterValue>>): readonly MicroBench[] {
  const groups = parameterGroups('null', 'micro');
  return Object.entries(microTests).map(([name, test]) => {
    if (test === null) return { name, totalPs: null, why: 'SGIs of GICv4.1 are not modelled' };
    const params = { ...defaultsOf(groups), ...factsOf(profile, groups), ...policy, 'workload.operation': test.operation, ...test.set };
    try {
      const { latenciesPs } = runOnce({ system: `${hypervisor}/null`, device: 'null', workload: 'micro', params, profile, requests: times, replications: 1, seed: 1 }, 1);
      return { name, totalPs: latenciesPs.reduce((sum, ps) => sum + ps, 0), why: null };
    } catch (error) {
      // A plain Error is a refusal with its reason; anything else is a fault.
      if (!(error instanceof Error) || error.constructor !== Error) throw error;
      return { name, totalPs: null, why: error.message.replace(/^workload\.operation: /, '') };
    }
  });
}
