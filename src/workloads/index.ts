import { fio } from './fio.ts';
import type { Workload } from './workload.ts';

export const workloads = { fio } as const satisfies Record<string, Workload>;

export type WorkloadId = keyof typeof workloads;
