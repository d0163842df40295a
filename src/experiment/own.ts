import type { Device } from '../devices/device.ts';
import type { Workload } from '../workloads/workload.ts';

/** Devices and workloads of a caller's own, which a spec names by these ids as it names the lab's by theirs. */
export interface Own {
  readonly devices?: Readonly<Record<string, Device>>;
  readonly workloads?: Readonly<Record<string, Workload>>;
}
