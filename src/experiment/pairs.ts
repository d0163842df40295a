import { workloads } from '../workloads/index.ts';
import { workloadId } from './parameters.ts';
import type { Suite } from './suite.ts';

/** A device and a workload that can drive it; `fio` is the name of the job file where it needs one. */
export interface Pair {
  readonly device: string;
  readonly workload: string;
  readonly fio?: string;
}

/** The devices that each workload can drive. */
export const drives: Readonly<Record<string, readonly string[]>> = Object.fromEntries(Object.entries(workloads).map(([id, workload]) => [id, workload.devices]));

/** Every pair of the registries. */
export const allPairs: readonly Pair[] = Object.entries(drives).flatMap(([workload, ids]) => ids.map((device) => ({ device, workload })));

/** `fio:NAME` or an id, whichever way it was written. */
export const workloadName = (workload: Suite['workloads'][number]): string => (typeof workload === 'string' ? workload : `fio:${workload.fio}`);

/** The pairs of a suite in its order: what a workload cannot drive is left out, and so is what is unknown. */
export function compatiblePairs(suite: Pick<Suite, 'devices' | 'workloads'>): readonly Pair[] {
  const names = suite.workloads.map(workloadName);
  return suite.devices.flatMap((device) =>
    names
      .filter((name) => Object.hasOwn(drives, workloadId(name)) && drives[workloadId(name)].includes(device))
      .map((workload) => ({ device, workload, ...(workload.startsWith('fio:') && { fio: workload.slice('fio:'.length) }) })),
  );
}
