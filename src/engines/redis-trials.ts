import type { Redis } from 'ioredis';
import type { Profile, TrialSpec } from '../experiment/spec.ts';

/** In front of everything that the lab has in a Redis. */
export const PREFIX = 'vhost-lab';

/** How long Redis has what nobody fetches, in s. */
export const KEPT_S = 7 * 24 * 3600;

/** A queue for each version of the model: a worker of another one cannot even see these trials. */
export const queueName = (modelVersion: string): string => modelVersion.slice(0, 16);

/** A trial on its way to a worker: its profile, which is most of it and shared by many, stands in Redis once under its hash. */
export interface SentTrial {
  readonly spec: Omit<TrialSpec, 'profile'>;
  readonly profile: string;
}

const profileKey = (hash: string): string => `${PREFIX}:profile:${hash}`;

export async function sendProfile(redis: Redis, hash: string, profile: Profile): Promise<void> {
  await redis.set(profileKey(hash), JSON.stringify(profile), 'EX', KEPT_S);
}

export async function fetchProfile(redis: Redis, hash: string): Promise<Profile> {
  const text = await redis.get(profileKey(hash));
  if (text === null) throw new Error(`profile ${hash} is no longer in Redis`);
  return JSON.parse(text) as Profile;
}

/** Versions of the model that trials are asked for of, with the second of Redis' clock at which they last were. */
const ASKED = `${PREFIX}:asked`;
const STALE_S = 10;

const nowS = async (redis: Redis): Promise<number> => Number((await redis.time())[0]);

/** Says that a run waits for trials of this version; to be said again within `STALE_S`. */
export async function askFor(redis: Redis, modelVersion: string): Promise<void> {
  await redis.zadd(ASKED, await nowS(redis), modelVersion);
}

export async function askNoMore(redis: Redis, modelVersion: string): Promise<void> {
  await redis.zrem(ASKED, modelVersion);
}

/** Versions that runs wait for at this time. */
export async function askedFor(redis: Redis): Promise<readonly string[]> {
  return redis.zrangebyscore(ASKED, (await nowS(redis)) - STALE_S, '+inf');
}
