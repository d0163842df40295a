import type { Engine, Task } from '../engines/engine.ts';
import type { Outcome } from '../engines/outcome.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import type { BeginningRun, Store } from '../store/store.ts';
import type { EndedTrial } from '../store/trial-rows.ts';
import { expectedMs } from './estimate.ts';
import type { Interruption } from './interruption.ts';
import { pauseKey } from './pause-key.ts';
import { duration, makeProgress } from './progress.ts';

/** Trials with the keys that they are known by, in the order of the suite. */
export interface Planned {
  readonly specs: readonly TrialSpec[];
  readonly keys: readonly string[];
  /** Outcomes that are there already; those that come are put to them. */
  readonly outcomes: Map<string, Outcome>;
  readonly store: Store | null;
  readonly run: Omit<BeginningRun, 'keys' | 'specs' | 'cached' | 'workers'>;
}

/** Runs what is not known yet, with a live progress; a trial counts as done when it is stored. An interruption ends it at once and keeps what is done. */
export async function sweep({ specs, keys, outcomes, store, run }: Planned, engine: Engine, { signal, interrupt }: Interruption): Promise<void> {
  const specOf = new Map(keys.map((key, i) => [key, specs[i]]));
  const tasks = [...specOf].flatMap(([key, spec]): readonly Task[] => (outcomes.has(key) ? [] : [{ key, spec }]));
  const cached = specOf.size - tasks.length;
  const full = new AbortController();
  const ending = AbortSignal.any([signal, full.signal]);

  if (tasks.length > 0 && engine.here) {
    const ms = await expectedMs(tasks.map(({ spec }) => spec), (await store?.timings()) ?? [], engine);
    if (ms !== null) process.stderr.write(`about ${duration(ms)} for ${tasks.length} trials, ${engine.width} at one time\n`);
  }
  const progress = makeProgress(specOf.size, process.stderr, 'trials', cached);
  const told = tally(specOf.size, cached, [...outcomes.values()].filter((outcome) => 'failed' in outcome).length);
  const ended = (trials: readonly EndedTrial[]): void => {
    for (const { key, outcome } of trials) {
      outcomes.set(key, outcome);
      progress.done(outcomes.size, told(outcomes.size, outcome));
    }
    engine.kept(trials.map(({ key }) => key));
  };
  const keyboard = pauseKey(engine, interrupt);
  try {
    await store?.begin({ ...run, workers: engine.width, keys, specs, cached }, ended, (error) => full.abort(error));
    engine.kept([...outcomes.keys()]);
    await engine.run(tasks, (key, outcome) => {
      const trial: EndedTrial = { key, spec: specOf.get(key) ?? specs[0], outcome };
      if (store === null) ended([trial]);
      else store.save(trial);
    }, ending);
    await store?.settled();
  } finally {
    keyboard.stop();
    progress.stop();
  }
  full.signal.throwIfAborted();
}

/** What stands behind the count of trials: `, 300 known, 2 failed, 53/s`. */
function tally(total: number, cached: number, failedBefore: number): (done: number, outcome: Outcome) => string {
  const startedMs = performance.now();
  let failed = failedBefore;
  return (done, outcome) => {
    if ('failed' in outcome) failed++;
    const perSecond = (done - cached) / ((performance.now() - startedMs) / 1000);
    const said = [...(cached > 0 ? [`${cached} known`] : []), ...(failed > 0 ? [`${failed} failed`] : []), ...(done < total ? [`${perSecond.toPrecision(2)}/s`] : [])];
    return said.map((each) => `, ${each}`).join('');
  };
}
