import type { ParameterValue } from '../machine/parameter.ts';
import { devices } from '../devices/index.ts';
import type { Device } from '../devices/device.ts';
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

/** What one request of a device is: what it can do, and how long it is if nobody says. */
const operations: Readonly<Record<string, { readonly ops: readonly string[]; readonly bytes: number; readonly most: number; readonly workload: string; readonly length: string | null }>> = {
  blk: { ops: ['write', 'read'], bytes: 4096, most: 16_777_216, workload: 'fio:explain', length: null },
  net: { ops: ['write'], bytes: 64, most: 65_536, workload: 'rr', length: 'workload.request' },
  console: { ops: ['write'], bytes: 16, most: 4096, workload: 'console', length: 'workload.bytes' },
};

export const explainable: readonly string[] = Object.keys(operations);

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
