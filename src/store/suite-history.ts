import type { PastRun, PastTrial, PastValue } from '../experiment/compare/history.ts';
import type { TrialResult } from '../experiment/results.ts';
import type { OpenStore } from './open.ts';
import { answerOf } from './question.ts';

/** A trial whose values are still being collected. */
interface Found {
  readonly trial: Omit<PastTrial, 'values'>;
  readonly values: PastValue[];
}

/** A number of all trials of a suite in each run that is done, runs and values from the first on. `column` is of the table trials, `place` where the number stands in a result; both are the lab's own names. */
export async function suiteHistory(store: OpenStore, suite: string, system: string, column: string, place: string): Promise<readonly PastTrial[]> {
  const { rows } = await answerOf(store, `
    SELECT runs.run, strftime(started_at, '%Y-%m-%dT%H:%M:%SZ'), runs.model_version[:12], trials.profile, trials.profile_hash[:8], trials.system, device, workload, params,
      trials.requests, replications, seed, result->>'$.unit', ${column}, (result->'$.replicates[*].${place}')::DOUBLE[]
    FROM runs JOIN sweeps USING (sweep) JOIN trials USING (trial)
    WHERE suite = $suite AND state = 'done' AND trials.failed IS NULL AND ($system = '' OR trials.system = $system)
    ORDER BY runs.run, ordinal`, { suite, system });
  const runs = new Map<number, PastRun>();
  const trials = new Map<string, Found>();
  for (const [run, started, model, profile, prices, name, device, workload, params, requests, replications, seed, unit, value, replicates] of rows) {
    const of = runs.get(Number(run)) ?? { run: Number(run), started: String(started), model: String(model), profile: String(profile), prices: String(prices) };
    runs.set(of.run, of);
    const settings = { ...(params as PastTrial['settings']), requests: Number(requests), replications: Number(replications), seed: Number(seed) };
    const key = JSON.stringify([name, device, workload, settings]);
    const found: Found = trials.get(key) ?? { trial: { system: String(name), device: String(device), workload: String(workload), unit: unit as TrialResult['unit'], settings }, values: [] };
    trials.set(key, found);
    found.values.push({ of, value: Number(value), replicates: replicates as readonly number[] });
  }
  return [...trials.values()].map(({ trial, values }) => ({ ...trial, values }));
}
