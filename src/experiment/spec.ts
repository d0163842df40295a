import type { ParameterValue } from '../machine/parameter.ts';
import type { FioJob } from '../workloads/fio-job.ts';

export type { FioJob };

export type Unit = 'ns' | 'cycles' | 'instructions';
/** Where a price comes from: read in a publication, measured by us, computed from such numbers, or guessed. */
export type Provenance = 'paper' | 'measured' | 'derived' | 'assumed';

/** A price with its unit, source and uncertainty (`sd`, of the value, in its own unit; never noise per visit). */
export interface CostEntry {
  readonly value: number;
  readonly unit: Unit;
  readonly kind: Provenance;
  readonly source: string;
  readonly sd: number;
}

/** A price for every cost id on one machine. */
export interface Profile {
  readonly name: string;
  readonly title: string;
  /** GHz; present when some cost is in cycles. */
  readonly clock_ghz?: number;
  /** Present when some cost is in instructions; such a profile counts instructions and its times are no times. */
  readonly instructions_per_ns?: number;
  /** What software the paths follow, e.g. { linux: '6.1', qemu: '7.2' }. */
  readonly versions: Readonly<Record<string, string>>;
  /** What the machine is by itself, keys as for `--set`: wherever nothing else is said, and the pair has the key. */
  readonly set?: Readonly<Record<string, ParameterValue>>;
  readonly costs: Readonly<Record<string, CostEntry>>;
  /**
   * What a fit knows of several prices together, where a sum is surer than its parts: the correlation of the logarithms of two
   * prices is minus the sum, over these, of the products of their numbers. Absent, prices are independent.
   */
  readonly correlated?: readonly Readonly<Record<string, number>>[];
}

/** Everything that one grid point needs to run: JSON, self-contained, profile inline. */
export interface TrialSpec {
  /** e.g. `vhe/user-thread[io=vcpu]`; options that have their default are left out. */
  readonly system: string;
  readonly device: string;
  /** A workload id; `fio:NAME` for a job file, whose jobs are then in `jobs`. */
  readonly workload: string;
  readonly jobs?: readonly FioJob[];
  /** Flat, keys as for `--set`: `ring.`, `policy.`, `topology.`, `device.`, `workload.` complete with defaults, `costs.` only overrides (in ns, or in the profile's instructions). */
  readonly params: Readonly<Record<string, ParameterValue>>;
  readonly profile: Profile;
  /** Requests measured in each replication; warm-up comes on top. */
  readonly requests: number;
  readonly replications: number;
  readonly seed: number;
}
