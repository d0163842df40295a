import type { ParameterValue } from '../machine/parameter.ts';
import { devices } from '../devices/index.ts';
import type { Device } from '../devices/device.ts';
import { explainable, operations } from './explainable.ts';
import { workloadId } from './parameters.ts';
import { sizeBytes } from './quantity.ts';
import { quoted, unknown } from './quoted.ts';
import type { FioJob, Profile, TrialSpec } from './spec.ts';
import { expandSuite, withOverrides } from './suite.ts';
import type { Suite } from './suite.ts';
import { policies } from './policies.ts';

/** One request to be explained, as a user asks for it. */
export interface Question {
  readonly system: string;
  readonly device: string;
  /** `read` or `write`; null is what the device usually does. */
  readonly op: string | null;
  /** Payload, as typed; null is the device's usual. */
  readonly bytes: string | null;
  readonly profile: Profile;
  readonly policy: string;
  readonly set: Readonly<Record<string, ParameterValue>>;
}

/** The trial in which the request is one of many, one at a time; throws a sentence where nobody can ask that. */
export function trialOf({ system, device, op, bytes: asked, profile, policy, set }: Question): TrialSpec {
  if (!Object.hasOwn(operations, device)) throw new Error(unknown('device', device, explainable));
  const { ops, bytes: usual, most, workload, length } = operations[device];
  const does = op ?? ops[0];
  if (!ops.includes(does)) throw new Error(`--op: ${unknown(`operation of ${device}`, does, ops)}`);
  if (!Object.hasOwn(policies, policy)) throw new Error(unknown('policy', policy, Object.keys(policies)));
  const bytes = asked === null ? usual : lengthOf(asked, most, device);
  const model: Device = devices[device as keyof typeof devices];
  const suite: Suite = {
    name: 'explain', systems: [system], devices: [device], workloads: [workload], profile: profile.name, policy,
    set: { ...(Object.hasOwn(model.parameters, 'distribution') ? { 'device.distribution': 'fixed' } : {}), ...(length === null ? {} : { [length]: bytes }) },
    grid: {}, requests: 1000, replications: 1, seed: 1, baseline: system,
  };
  const [spec] = expandSuite(withOverrides(suite, set), { profile, fio: () => [job(does, bytes)] });
  return spec;
}

function lengthOf(text: string, most: number, device: string): number {
  const bytes = sizeBytes(text);
  if (!Number.isSafeInteger(bytes) || bytes < 1 || bytes > most) throw new Error(`--bytes: ${quoted(text)} (must be a whole number from 1 to ${most} for ${device})`);
  return bytes;
}

/** A process that does one request after the other. */
function job(op: string, bytes: number): FioJob {
  const sizes = [[bytes, 1]] as const;
  return {
    name: 'explain', rw: op === 'read' ? 'randread' : 'randwrite', readSizes: sizes, writeSizes: sizes, iodepth: 1, numjobs: 1, rwmixread: 50, rateIops: 0, thinktimeNs: 0, fsync: 0, runtimeNs: 0, numberIos: 0,
  };
}

/** Whether a trial's workload is a chain of requests, of which one can be done alone. */
export function canBeAlone({ device, workload }: Pick<TrialSpec, 'device' | 'workload'>): boolean {
  return Object.hasOwn(operations, device) && ['fio', 'rr', 'console'].includes(workloadId(workload));
}

/** One request of a trial at a time, on the same system at the same profile and policy, and quiet. */
export function alone({ system, device, profile, params, jobs }: TrialSpec): TrialSpec {
  const [job] = jobs ?? [];
  const reads = job?.rw === 'read' || job?.rw === 'randread';
  const ofJob = (reads ? job.readSizes : job?.writeSizes)?.[0][0];
  const bytes = device === 'blk' ? ofJob : device === 'console' ? Math.min(LONGEST_WRITE, Number(params['workload.bytes'])) : Number(params['workload.request']);
  const set = Object.entries(params).filter(([key]) => !key.startsWith('workload.') && !loud.includes(key));
  return trialOf({ system, device, op: device === 'blk' && reads ? 'read' : null, bytes: bytes === undefined ? null : String(bytes), profile, policy: 'no-polling', set: Object.fromEntries(set) });
}

/** A longer console write only repeats itself. */
const LONGEST_WRITE = 16;

/** What several guests, a hostile one and unrelated load would add to a single request. */
const loud: readonly string[] = ['topology.guests', 'ring.hostile', 'ring.hostile_at', 'topology.tick_hz', 'topology.neighbour_load', 'device.distribution'];
