import type { Engine } from '../engines/engine.ts';
import type { Outcome } from '../engines/outcome.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import { refuseImpossible } from '../experiment/trial.ts';
import type { Store } from '../store/store.ts';
import type { Interruption } from './interruption.ts';
import type { Plan } from './plan-suite.ts';
import { sweep } from './sweep.ts';

/** What became of the trials of a plan, by their keys. */
export interface Measured {
  readonly outcomes: Map<string, Outcome>;
  /** All of them were in the store. */
  readonly allKnown: boolean;
}

/** Runs what the store does not know of a plan. Null where somebody ended it before all was done, who has been told what was kept. */
export async function measurePlan({ summary, specs, keys, modelVersion, remarks }: Plan, engine: Engine, store: Store | null, stopping: Interruption): Promise<Measured | null> {
  const outcomes = (await store?.known(keys)) ?? new Map<string, Outcome>();
  const known = outcomes.size;
  const count = new Set(keys).size;
  refuse(specs.filter((_, i) => !outcomes.has(keys[i])));
  if (store !== null && known > 0) process.stderr.write(`${known === count ? 'all' : known} of them are in ${store.file}\n`);
  for (const remark of remarks) process.stderr.write(`note: ${remark}\n`);
  await sweep({ specs, keys, outcomes, store, run: { summary, modelVersion } }, engine, stopping);
  if (!stopping.signal.aborted) return { outcomes, allKnown: known === count };
  await store?.end('interrupted');
  process.stderr.write(store === null ? 'interrupted: nothing was written\n' : `interrupted: ${outcomes.size} of ${count} trials are in ${store.file}; the same command goes on from there\n`);
  process.exitCode = 130;
  return null;
}

/** Names the first trial that cannot be put together before anything has run; of a very large suite, of its first thousand. */
function refuse(specs: readonly TrialSpec[]): void {
  for (const spec of specs.slice(0, 1000)) {
    try {
      refuseImpossible(spec);
    } catch (error) {
      throw new Error(`${spec.system} with ${spec.device} and ${spec.workload}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
}
