import type { WorkerEvents, WorkerLink } from './worker-link.ts';
import { workerProcess } from './worker-process.ts';
import { workerThread } from './worker-thread.ts';

/** Starts workers of a built script: threads, or processes where their memory has a limit. */
export const workersOf = (script: string, memoryMiB: number) => (events: WorkerEvents): WorkerLink =>
  memoryMiB < Infinity ? workerProcess(script, memoryMiB, events) : workerThread(script, events);
