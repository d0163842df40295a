import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { WorkerEvents, WorkerLink } from './worker-link.ts';

/** How often memory is looked at, in ms, and the size of a page, in bytes. */
const LOOK_MS = 50;
const PAGE = 4096;

/**
 * A worker that may not take more memory than this: a process, because a thread whose heap is full ends the whole process.
 * Its heap has that limit, and on Linux what it has resident, arrays of numbers included, is looked at as well.
 */
export function workerProcess(script: string, memoryMiB: number, { told, ended }: WorkerEvents): WorkerLink {
  const child = fork(script, { execArgv: [`--max-old-space-size=${memoryMiB}`], serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const tooMuch = `took more than ${memoryMiB} MiB of memory (--trial-memory)`;
  let says: string | null = null;
  const looking = setInterval(() => {
    if (residentBytes(child.pid) <= memoryMiB * 2 ** 20) return;
    says = tooMuch;
    child.kill('SIGKILL');
  }, LOOK_MS);
  child.on('message', told);
  child.on('error', (error) => ended('lost', error.message));
  child.on('exit', (code, signal) => {
    clearInterval(looking);
    // V8 aborts where its heap is full.
    if (says !== null || signal === 'SIGABRT' || code === 134) ended('memory', tooMuch);
    else ended('lost', `its worker process ended with ${signal ?? `code ${code}`}`);
  });
  return {
    post: (batch) => void child.send([...batch]),
    async end() {
      clearInterval(looking);
      child.removeAllListeners();
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.on('error', () => {});
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** What a process has in memory; 0 where the system does not say. */
function residentBytes(pid: number | undefined): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE;
  } catch {
    return 0;
  }
}
