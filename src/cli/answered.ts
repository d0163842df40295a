import type { AskingTrials, Numbers } from '../experiment/tuning/asking-trials.ts';
import { makeProgress } from './progress.ts';
import type { RunTrials } from './trial-workers.ts';

/** Below this a bar would only flicker. */
const WORTH_A_BAR = 50;
/** Whole results that are in memory at a time. */
const LOT = 500;

/** Runs what is asked for until there is an answer, with a live progress of every long lot. */
export async function answered<Answer>(asking: AskingTrials<Answer>, run: RunTrials): Promise<Answer> {
  let step = asking.next();
  while (step.done !== true) {
    const specs = step.value;
    const progress = specs.length < WORTH_A_BAR ? null : makeProgress(specs.length);
    try {
      const numbers: Numbers[] = [];
      for (let from = 0; from < specs.length; from += LOT) {
        const results = await run(specs.slice(from, from + LOT), (count) => progress?.done(from + count));
        numbers.push(...results.map(({ metrics, replicates, ledger }) => ({ metrics, replicates, ledger })));
      }
      step = asking.next(numbers);
    } finally {
      progress?.stop();
    }
  }
  return step.value;
}
