import type { Engine } from '../engines/engine.ts';
import { localEngine } from '../engines/local.ts';
import { profileHash } from '../store/trial-key.ts';
import { engineOptions } from './engine-options.ts';
import { modelVersion } from './model-version.ts';
import { workerScript } from './trial-workers.ts';
import type { WorkerOptions } from './worker-options.ts';

/** The engine that a command line names; this process' own workers where it names none. */
export async function chosenEngine(options: WorkerOptions & { readonly engine?: string }): Promise<Engine> {
  const { engine, jobs, trialTimeout, trialMemory } = options;
  if (engine === undefined) return localEngine({ script: workerScript(), ...engineOptions(options) });
  const theirs = Object.entries({ '--jobs': jobs, '--trial-timeout': trialTimeout, '--trial-memory': trialMemory }).find(([, typed]) => typed !== undefined);
  if (theirs !== undefined) throw new Error(`${theirs[0]}: with --engine each worker has its own (vhost-lab worker ${theirs.join(' ')})`);
  const { redisEngine } = await import('../engines/redis-engine.ts');
  return redisEngine({ address: engine, modelVersion: await modelVersion(), profileHash, note: (sentence) => void process.stderr.write(`note: ${sentence}\n`) });
}
