import { availableParallelism } from 'node:os';
import type { Limits } from '../engines/engine.ts';
import { durationNs, sizeBytes } from '../experiment/quantity.ts';
import { quoted } from '../experiment/quoted.ts';
import type { WorkerOptions } from './worker-options.ts';

/** More threads than this are taken for a mistake. */
const MOST_JOBS = 1024;
/** A worker needs most of this before it has run anything. */
const LEAST_MIB = 128;
/** The longest wait that a timer can be set to. */
const LONGEST_MS = 2 ** 31 - 1;

/** How many trials run at one time and what each is held to, of what was typed. */
export function engineOptions({ jobs, trialTimeout, trialMemory }: WorkerOptions): Limits & { readonly jobs: number } {
  const width = jobs === undefined ? availableParallelism() : Number(jobs);
  if (jobs !== undefined && !(/^\d+$/.test(jobs) && width >= 1 && width <= MOST_JOBS)) throw new Error(`--jobs: ${quoted(jobs)} (must be a whole number from 1 to ${MOST_JOBS})`);
  const timeoutMs = trialTimeout === undefined ? Infinity : named('--trial-timeout', () => durationNs(trialTimeout)) / 1e6;
  if (trialTimeout !== undefined && !(timeoutMs >= 1 && timeoutMs <= LONGEST_MS)) throw new Error(`--trial-timeout: ${quoted(trialTimeout)} (must be from 1ms to ${Math.floor(LONGEST_MS / 1000)}s)`);
  const memoryMiB = trialMemory === undefined ? Infinity : Math.floor(named('--trial-memory', () => sizeBytes(trialMemory)) / 2 ** 20);
  if (memoryMiB < LEAST_MIB) throw new Error(`--trial-memory: ${quoted(trialMemory)} (must be at least ${LEAST_MIB}M)`);
  return { jobs: width, timeoutMs, memoryMiB };
}

function named(option: string, read: () => number): number {
  try {
    return read();
  } catch (error) {
    throw new Error(`${option}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
