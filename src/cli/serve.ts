import { serveRedis } from '../engines/redis-worker.ts';
import { engineOptions } from './engine-options.ts';
import { interruption } from './interruption.ts';
import { modelVersion } from './model-version.ts';
import { workerScript } from './trial-workers.ts';
import type { RemoteOptions } from './worker.ts';

/** Runs trials for others until somebody ends it. */
export async function serve(options: RemoteOptions): Promise<void> {
  const stopping = interruption();
  const held = engineOptions(options);
  stopping.signal.addEventListener('abort', () => process.stderr.write('ending: the trials that have begun are finished (again: at once)\n'), { once: true });
  const ready = (name: string): void => void process.stderr.write(`takes trials from ${name}, ${held.jobs} at one time; Ctrl-C ends it\n`);
  const done = await serveRedis({ address: options.engine, modelVersion: await modelVersion(), script: workerScript(), ...held, ready }, stopping.signal);
  stopping.stop();
  process.stderr.write(`${done} trials were run\n`);
}
