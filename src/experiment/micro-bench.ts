import type { Hypervisor } from '../hypervisors/hypervisor.ts';
import { hypervisors } from '../hypervisors/index.ts';
import type { ParameterValue } from '../machine/parameter.ts';
import { micro } from '../workloads/micro.ts';
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
const tests: Readonly<Record<string, { readonly operation: string; readonly exits: boolean; readonly set?: Readonly<Record<string, ParameterValue>> } | null>> = {
  hvc: { operation: 'hypercall', exits: true },
  mmio_read_user: { operation: 'mmio_user', exits: true, set: { 'workload.gap': 0 } },
  mmio_read_vgic: { operation: 'mmio_kernel', exits: true },
  eoi: { operation: 'eoi', exits: false },
  ipi: { operation: 'virtual_ipi', exits: false, set: { 'topology.vcpus': 2 } },
  ipi_hw: null,
  lpi: { operation: 'lpi', exits: true, set: { 'topology.vcpus': 2 } },
};

/** Every test of the micro-benchmark under a hypervisor, each done so many times. */
export function microBench(hypervisor: keyof typeof hypervisors, times: number, profile: Profile, policy: Readonly<Record<string, ParameterValue>>): readonly MicroBench[] {
  const { waits }: Hypervisor = hypervisors[hypervisor];
  const groups = parameterGroups('null', 'micro');
  const known: readonly string[] = micro.parameters['operation'].kind === 'choice' ? micro.parameters['operation'].of : [];
  return Object.entries(tests).map(([name, test]) => {
    if (test === null || !known.includes(test.operation)) return { name, totalPs: null, why: test === null ? 'SGIs of GICv4.1 are not modelled' : 'not modelled' };
    if (test.exits && waits === 'never') return { name, totalPs: null, why: 'there is no hypervisor that it could reach' };
    const params = { ...defaultsOf(groups), ...factsOf(profile, groups), ...policy, 'workload.operation': test.operation, ...test.set };
    const { latenciesPs } = runOnce({ system: `${hypervisor}/null`, device: 'null', workload: 'micro', params, profile, requests: times, replications: 1, seed: 1 }, 1);
    return { name, totalPs: latenciesPs.reduce((sum, ps) => sum + ps, 0), why: null };
  });
}
