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

/** A specification as JSON with the hash of its profile in the place of the profile; parameters in alphabetical order, so that equal trials have equal texts. */
export function specText({ system, device, workload, jobs, params, profile, requests, replications, seed }: TrialSpec): string {
  const head = { system, device, workload, jobs, requests, replications, seed, profile: profileHash(profile) };
  const sorted = remembered(paramTexts, params, (all) => JSON.stringify(Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)))));
  return `${JSON.stringify(head).slice(0, -1)},"params":${sorted}}`;
}

/** How a trial is known everywhere: SHA-256 (hex) of its specification, its profile and the version of the model. */
export const trialKey = (spec: TrialSpec, modelVersion: string): string => sha256(`${modelVersion}\n${specText(spec)}`);
