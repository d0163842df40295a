import { Worker } from 'bullmq';
import { hostname } from 'node:os';
import { setInterval as every } from 'node:timers/promises';
import type { Profile } from '../experiment/spec.ts';
import type { Limits } from './engine.ts';
import { LanePool } from './lane-pool.ts';
import type { Outcome } from './outcome.ts';
import { connectRedis, isAway } from './redis-link.ts';
import { askedFor, fetchProfile, PREFIX, queueName, type SentTrial } from './redis-trials.ts';

export interface RedisWorkerOptions extends Limits {
  readonly address: string;
  readonly modelVersion: string;
  /** The built script of a worker thread. */
  readonly script: string;
  /** Trials that run at one time. */
  readonly jobs: number;
  /** It has begun to take trials. */
  readonly ready: (name: string) => void;
}

/**
 * A worker has its jobs for `LOCK_MS` and says again and again that it lives; where it does not, its jobs are given to others after
 * `STALLED_MS` at most. A trial that has been on so many workers which died is given up.
 */
const LOCK_MS = 4000;
const STALLED_MS = 1000;
const MOST_STALLS = 5;
/** How often it is looked whether anybody waits for trials of another version, in ms. */
const LOOK_MS = 1000;

/**
 * Takes trials from a Redis until the signal is aborted, finishes those that it has, and returns how many it ran. They run on
 * the lanes of the local engine: a trial that dies or overruns is an outcome here as there, and this thread, which renews the
 * locks, is never kept busy by one. Refused where trials are wanted of other versions of the model only.
 */
export async function serveRedis({ address, modelVersion, script, jobs, timeoutMs, memoryMiB, ready }: RedisWorkerOptions, signal: AbortSignal): Promise<number> {
  const { redis, name } = await connectRedis(address);
  const refuseOthers = async (): Promise<void> => {
    const asked = await askedFor(redis);
    if (asked.length === 0 || asked.includes(modelVersion)) return;
    throw new Error(`trials of model version ${asked.map(short).join(' and ')} are wanted at ${name}, and this worker has ${short(modelVersion)}: use the vhost-lab that runs the suite`);
  };
  const lanes = new LanePool({ script, lanes: jobs, timeoutMs, memoryMiB });
  const profiles = new Map<string, Promise<Profile>>();
  const profileOf = (hash: string): Promise<Profile> => {
    const known = profiles.get(hash) ?? fetchProfile(redis, hash);
    profiles.set(hash, known);
    known.catch(() => profiles.delete(hash));
    return known;
  };
  let done = 0;
  let worker: Worker<SentTrial, Outcome> | undefined;
  try {
    await refuseOthers();
    worker = new Worker<SentTrial, Outcome>(queueName(modelVersion), async ({ data: { spec, profile } }) => {
      const outcome = await lanes.run({ ...spec, profile: await profileOf(profile) });
      done++;
      return outcome;
    }, {
      connection: redis,
      prefix: PREFIX,
      name: `${jobs}x${hostname()}/${process.pid}`,
      // One more for each lane than it can run: it never waits for Redis.
      concurrency: 2 * jobs,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_MS,
      maxStalledCount: MOST_STALLS,
    });
    // A lost connection is made again, and a lost lock means that another worker has the trial.
    worker.on('error', () => {});
    await worker.waitUntilReady();
    ready(name);
    for await (const _ of every(LOOK_MS, undefined, { signal })) {
      await refuseOthers().catch((error: unknown) => {
        if (!isAway(error)) throw error;
      });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await worker?.close();
    await lanes.close();
    redis.disconnect();
  }
  return done;
}

const short = (version: string): string => version.slice(0, 12);
