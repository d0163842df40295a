import { createHash } from 'node:crypto';
import type { Profile, TrialSpec } from '../experiment/spec.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const profileHashes = new WeakMap<Profile, string>();
const paramTexts = new WeakMap<TrialSpec['params'], string>();

/** What is shared by trials is looked at once: the profile is most of a specification. */
function remembered<K extends object>(known: WeakMap<K, string>, key: K, make: (key: K) => string): string {
  const found = known.get(key) ?? make(key);
  known.set(key, found);
  return found;
}

/** SHA-256 (hex) of a profile. */
export const profileHash = (profile: Profile): string => remembered(profileHashes, profile, (whole) => sha256(JSON.stringify(whole)));

/** A specification as JSON with the hash of its profile in the place of the profile. */
export const specText = ({ system, device, workload, jobs, params, profile, requests, replications, seed }: TrialSpec): string =>
  JSON.stringify({ system, device, workload, ...(jobs && { jobs }), params, profile: profileHash(profile), requests, replications, seed });

/** How a trial is known everywhere: SHA-256 (hex) of its specification, its profile and the version of the model. The order in which its parameters were written does not count. */
export function trialKey({ system, device, workload, jobs, params, profile, requests, replications, seed }: TrialSpec, modelVersion: string): string {
  const sorted = remembered(paramTexts, params, (all) => JSON.stringify(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1))));
  return sha256(`${JSON.stringify([modelVersion, profileHash(profile), system, device, workload, jobs ?? null, requests, replications, seed])}\n${sorted}`);
}
