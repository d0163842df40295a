import { Redis } from 'ioredis';
import { quoted } from '../experiment/quoted.ts';

/** A Redis that answers. */
export interface RedisLink {
  readonly redis: Redis;
  /** How a user is told of it: its address without a password. */
  readonly name: string;
  /** Whether it keeps what it has over its own end. */
  readonly keeps: boolean;
}

/** How long a Redis may take to answer for the first time, in ms, and the longest wait between two attempts when it has gone away. */
const PATIENCE_MS = 5000;
const LONGEST_WAIT_MS = 1000;

/** Connects to `redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE]` (`rediss` for TLS). Refused where none answers now; one that goes away later is waited for. */
export async function connectRedis(address: string): Promise<RedisLink> {
  const name = nameOf(address);
  let met = false;
  let failure: unknown;
  const redis = new Redis(address, {
    lazyConnect: true,
    connectTimeout: PATIENCE_MS,
    // Whoever uses this knows what to do about an answer that comes late.
    maxRetriesPerRequest: null,
    retryStrategy: (attempt) => (met ? Math.min(50 * attempt, LONGEST_WAIT_MS) : null),
  });
  redis.on('error', (error) => (failure = error));
  try {
    await within(PATIENCE_MS, redis.connect());
    const [memory, persistence] = [await redis.info('memory'), await redis.info('persistence')];
    const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1] ?? 'noeviction';
    if (policy !== 'noeviction') throw new Error(`it forgets trials where its memory is full: its maxmemory-policy is ${policy}, and must be noeviction`);
    met = true;
    return { redis, name, keeps: /^aof_enabled:1/m.test(persistence) };
  } catch (error) {
    redis.disconnect();
    const says = failure ?? error;
    throw new Error(`cannot use a Redis at ${name}: ${says instanceof Error ? says.message : String(says)} (redis-server --appendonly yes starts one)`);
  }
}

/** Whether this was thrown because the connection ended: it is made again, and what was asked may be asked again. */
export const isAway = (error: unknown): boolean => error instanceof Error && error.name !== 'ReplyError' && ('code' in error || /connection|closed|aborted/i.test(error.message));

function nameOf(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === '') throw new Error(`--engine: ${quoted(address)} (must be redis://HOST:PORT)`);
  return `${url.protocol}//${url.hostname}:${url.port === '' ? 6379 : url.port}${url.pathname === '/' ? '' : url.pathname}`;
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let clock: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    clock = setTimeout(() => reject(new Error(`no answer in ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(clock);
  }
}
