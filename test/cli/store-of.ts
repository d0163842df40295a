import { join } from 'node:path';
import type { Results } from '../../src/experiment/results.ts';
import { textOf } from '../../src/formats/result-text.ts';
import { Store } from '../../src/store/store.ts';
import { trialKey } from '../../src/store/trial-key.ts';
import { emptyFolder } from './command.ts';

/** A store into which these results were run one after the other, each by a model of its own. */
export async function storeOf(runs: readonly Results[]): Promise<string> {
  const file = join(emptyFolder(), 'lab.duckdb');
  const store = await Store.open(file);
  for (const [i, { suite: summary, trials }] of runs.entries()) {
    const modelVersion = i.toString(16).padStart(12, '0').repeat(6).slice(0, 64);
    const specs = trials.map(({ spec, params }) => ({ ...spec, params }));
    const keys = specs.map((spec) => trialKey(spec, modelVersion));
    await store.begin({ summary, modelVersion, workers: 1, keys, specs, cached: 0 }, () => {}, (error) => {
      throw error;
    });
    for (const [t, trial] of trials.entries()) store.save({ key: keys[t], spec: specs[t], outcome: { text: textOf(trial), elapsedMs: 1 } });
    await store.end('done');
  }
  store.close();
  return file;
}
