import { readFileSync } from 'node:fs';
import { defaultsOf, factsOf, parameterGroups } from '../src/experiment/parameters.ts';
import { policies } from '../src/experiment/policies.ts';
import type { FioJob, Profile, TrialSpec } from '../src/experiment/spec.ts';
import { readProfile } from '../src/formats/profile-file.ts';
import type { ParameterValue } from '../src/machine/parameter.ts';

const profiles = new Map<string, Profile>();

/** A profile of lab/profiles, read once. */
export function labProfile(name: string): Profile {
  let profile = profiles.get(name);
  if (profile === undefined) {
    profile = readProfile(readFileSync(new URL(`../lab/profiles/${name}.yaml`, import.meta.url), 'utf8'), name, labProfile);
    profiles.set(name, profile);
  }
  return profile;
}

/** A fio process that does random 4 KiB reads, one at a time, without pause. */
export const plainJob: FioJob = {
  name: 'job', rw: 'randread', readSizes: [[4096, 1]], writeSizes: [[4096, 1]], iodepth: 1, numjobs: 1, rwmixread: 50, rateIops: 0, thinktimeNs: 0, fsync: 0, runtimeNs: 0, numberIos: 0,
};

export interface Wish {
  readonly device?: string;
  readonly workload?: string;
  readonly profile?: string;
  readonly policy?: keyof typeof policies;
  /** Over the defaults and the policy. */
  readonly set?: Readonly<Record<string, ParameterValue>>;
  readonly job?: Partial<FioJob>;
  readonly requests?: number;
  readonly replications?: number;
  readonly seed?: number;
}

/** The spec of a small trial: whatever is not wished for has the default of its registry. */
export function specimen(system: string, wish: Wish = {}): TrialSpec {
  const { device = 'blk', workload = 'fio:job', profile = 'neoverse-n1', policy = 'no-polling', set = {}, job = {}, requests = 300, replications = 1, seed = 1 } = wish;
  const groups = parameterGroups(device, workload);
  return {
    system, device, workload,
    jobs: [{ ...plainJob, ...job }],
    params: { ...defaultsOf(groups), ...factsOf(labProfile(profile), groups), ...policies[policy].set, ...set },
    profile: labProfile(profile), requests, replications, seed,
  };
}
