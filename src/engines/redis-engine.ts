import { Queue, type Job } from 'bullmq';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Profile } from '../experiment/spec.ts';
import type { Engine, Task } from './engine.ts';
import type { Outcome } from './outcome.ts';
import { connectRedis, isAway } from './redis-link.ts';
import { askFor, askNoMore, KEPT_S, PREFIX, queueName, sendProfile, type SentTrial } from './redis-trials.ts';

export interface RedisOptions {
  readonly address: string;
  readonly modelVersion: string;
  /** What a profile is known by. */
  readonly profileHash: (profile: Profile) => string;
  /** Told what a user should know. */
  readonly note: (sentence: string) => void;
}

/** How often Redis is asked what has ended, in ms, and how many trials go there at a time. */
const LOOK_MS = 100;
const LOT = 500;
/** How long a Redis that has gone away may hold up the end of a run, in ms. */
const PARTING_MS = 3000;
/** What a worker puts in front of its name, so that whoever asks for workers knows how many trials each runs. */
const WIDTH = /^(\d+)x/;

/**
 * Trials on workers anywhere behind a Redis. A job has the key of its trial as its id, so that to submit it twice is to submit
 * it once. What has ended is asked for and not listened to: what ended while this process or Redis was away is found in the
 * same way as all else, and what Redis has lost is submitted again. A result stays there until it is kept.
 */
export async function redisEngine({ address, modelVersion, profileHash, note }: RedisOptions): Promise<Engine> {
  const { redis, name, keeps } = await connectRedis(address);
  const queue = new Queue<SentTrial, Outcome>(queueName(modelVersion), { connection: redis, prefix: PREFIX, streams: { events: { maxLen: 1 } } });
  queue.on('error', () => {});
  const workers = await queue.getWorkers();
  const width = workers.reduce((sum, worker) => sum + Number(WIDTH.exec(worker['rawname']?.split(':w:')[1] ?? '')?.[1] ?? 0), 0);
  if (!keeps) note(`the Redis at ${name} keeps nothing on disk: if it ends, what it has is run again (redis-cli config set appendonly yes)`);
  if (width === 0) note(`no worker is at ${name} yet (on any machine: vhost-lab worker --engine ${name})`);

  const submit = async (tasks: readonly Task[]): Promise<void> => {
    if (tasks.length === 0) return;
    for (const profile of new Set(tasks.map(({ spec }) => spec.profile))) await sendProfile(redis, profileHash(profile), profile);
    await queue.addBulk(tasks.map(({ key, spec: { profile, ...spec } }) => ({
      name: 'trial',
      data: { spec, profile: profileHash(profile) },
      opts: { jobId: key, removeOnComplete: { age: KEPT_S }, removeOnFail: { age: KEPT_S } },
    })));
  };
  const endedKeys = (): Promise<readonly string[]> => queue.getRanges(['completed', 'failed'], 0, -1);
  const withdraw = async (keys: readonly string[]): Promise<void> => {
    await Promise.all(keys.map((key) => queue.remove(key).catch(() => 0)));
  };
  const isIdle = async (): Promise<boolean> => Object.values(await queue.getJobCounts('waiting', 'active', 'delayed', 'prioritized')).every((count) => count === 0);
  let lettingGo: Promise<void> = Promise.resolve();

  return {
    width: Math.max(1, width),
    here: false,
    async run(tasks, tell, signal) {
      const left = new Map(tasks.map((task) => [task.key, task]));
      let unsent = [...tasks];
      const endedNow = async (): Promise<readonly Job<SentTrial, Outcome>[]> => {
        await askFor(redis, modelVersion);
        await submit(unsent.slice(0, LOT));
        unsent = unsent.slice(LOT);
        const keys = (await endedKeys()).filter((key) => left.has(key)).slice(0, LOT);
        if (keys.length === 0 && unsent.length === 0 && (await isIdle())) unsent = [...left.values()];
        // Another run of the same trials may just have fetched one.
        return (await Promise.all(keys.map((key) => queue.getJob(key)))).filter((job) => job !== undefined);
      };
      // Whoever paused it may have been killed.
      await again(() => queue.resume(), signal);
      while (left.size > 0 && signal?.aborted !== true) {
        const jobs = (await again(endedNow, signal)) ?? [];
        for (const { id = '', failedReason, returnvalue } of jobs) {
          if (left.delete(id)) tell(id, failedReason ? { failed: 'lost', says: `no worker could finish it: ${failedReason}`, elapsedMs: 0 } : returnvalue);
        }
        if (jobs.length === 0 && unsent.length === 0) await unlessAborted(sleep(LOOK_MS), signal);
      }
      // What has begun is finished and stays there for the next run.
      if (left.size > 0) await parting(() => withdraw([...left.keys()]));
    },
    kept(keys) {
      const safe = new Set(keys);
      const letGo = endedKeys().then((ended) => withdraw(ended.filter((key) => safe.has(key))));
      lettingGo = Promise.all([lettingGo, letGo.catch(() => {})]).then(() => {});
    },
    pause: () => void queue.pause().catch(() => {}),
    resume: () => void queue.resume().catch(() => {}),
    async close() {
      await parting(async () => {
        await lettingGo;
        await askNoMore(redis, modelVersion);
        await queue.close();
      });
      redis.disconnect();
    },
  };

  /** Does it until Redis was there for it, or nobody wants it any more. What Redis itself refuses is a failure. */
  async function again<T>(act: () => Promise<T>, signal?: AbortSignal): Promise<T | void> {
    while (signal?.aborted !== true) {
      try {
        return await unlessAborted(act(), signal);
      } catch (error) {
        if (error instanceof Error && error.name === 'ReplyError') throw new Error(`the Redis at ${name} refuses: ${error.message}`);
        if (!isAway(error)) throw error;
        await sleep(LOOK_MS);
      }
    }
  }

  /** Waits for a last word to Redis, but not for a Redis that is away. */
  async function parting(word: () => Promise<void>): Promise<void> {
    if (redis.status !== 'ready') return;
    await Promise.race([word().catch(() => {}), sleep(PARTING_MS, undefined, { ref: false })]);
  }
}

/** What comes of a promise, or nothing as soon as the signal is aborted. (A race with one long promise would keep every result alive.) */
async function unlessAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T | void> {
  const over = new AbortController();
  try {
    return await Promise.race([promise, new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true, signal: over.signal }))]);
  } finally {
    over.abort();
  }
}
