import type { Tariff } from '../machine/path.ts';
import type { Steps } from '../machine/step.ts';
import type { Worker } from './loops.ts';
import type { WorkerKind } from './virtio-worker.ts';

/** The paths of a worker's loop. */
export function workerPaths(tariff: Tariff, kind: WorkerKind): Worker['paths'] {
  const path = (name: string, steps: Steps) => tariff.path(`${kind.name} ${name}`, steps);
  return {
    woken: path('woken', kind.woken), noticed: path('notices', [...kind.look, ...kind.noticed]), disableKicks: path('disables kicks', kind.disableKicks),
    enableKicks: path('enables kicks', kind.enableKicks), sleep: path('goes to sleep', kind.sleep),
  };
}
