import { Worker } from 'node:worker_threads';
import type { WorkerEvents, WorkerLink } from './worker-link.ts';

/** A worker thread. The script is built: what this process was started with to read sources is nothing to it. */
export function workerThread(script: string, { told, ended }: WorkerEvents): WorkerLink {
  const worker = new Worker(script, { execArgv: [] });
  worker.on('message', told);
  worker.on('error', (error) => ended('lost', error.message));
  worker.on('exit', (code) => ended('lost', `its worker thread ended with code ${code}`));
  return {
    post: (batch) => worker.postMessage(batch),
    async end() {
      worker.removeAllListeners();
      await worker.terminate();
    },
  };
}
