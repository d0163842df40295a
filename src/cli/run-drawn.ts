import { drawnRequests, drawnRounds, uncertaintyOf } from '../experiment/drawn-trials.ts';
import { quoted } from '../experiment/quoted.ts';
import type { Metrics, TrialResult } from '../experiment/results.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import { mostTrials, type Suite } from '../experiment/suite.ts';
import { makeProgress } from './progress.ts';
import { withTrialWorkers } from './trial-workers.ts';

const MOST_DRAWS = 10_000;
/** Results that are held at once; only their numbers are kept. */
const AT_ONCE = 500;

/** `--uncertainty` as a number of profiles to draw; 0 where it was not asked for. */
export function drawsOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const draws = Number(text);
  if (!/^\d+$/.test(text) || draws < 2 || draws > MOST_DRAWS) throw new Error(`--uncertainty: ${quoted(text)} (must be a whole number of profiles from 2 to ${MOST_DRAWS})`);
  return draws;
}

/** What the draws add to a run of so many trials, for the line before it starts; refuses what is taken for a mistake. */
export function drawsInWords(draws: number, suite: Suite, trials: number): string {
  if (draws === 0) return '';
  const more = trials * (draws + 1);
  if (more > mostTrials) throw new Error(`--uncertainty: ${draws} profiles make ${more} more trials of suite ${suite.name} (at most ${mostTrials}: draw fewer)`);
  return `; then ${more} at the profile's prices and at ${draws} drawn ones, each 1 x ${drawnRequests(suite, draws)} requests`;
}

/** Measures trials again at drawn prices, with a live progress, and puts what they tell beside each result. */
export async function withUncertainty(trials: readonly TrialResult[], specs: readonly TrialSpec[], draws: number): Promise<readonly TrialResult[]> {
  if (draws === 0) return trials;
  const progress = makeProgress(specs.length * (draws + 1), process.stderr, 'trials at drawn prices');
  // Whoever hears Ctrl-C next ends the process.
  process.prependOnceListener('SIGINT', progress.stop);
  try {
    const rounds = await withTrialWorkers(async (run) => {
      const kept: (readonly Metrics[])[] = [];
      for (const lot of lots(drawnRounds(specs, draws), Math.ceil(AT_ONCE / specs.length))) {
        const before = kept.length * specs.length;
        const results = await run(lot.flat(), (count) => progress.done(before + count));
        kept.push(...lot.map((round, i) => round.map((_, trial) => results[i * round.length + trial].metrics)));
      }
      return kept;
    });
    return trials.map((trial, i) => ({ ...trial, uncertainty: uncertaintyOf(trial, rounds.map((round) => round[i])) }));
  } finally {
    process.off('SIGINT', progress.stop);
    progress.stop();
  }
}

function* lots<T>(items: Iterable<T>, size: number): Generator<readonly T[]> {
  let lot: T[] = [];
  for (const item of items) {
    if (lot.push(item) < size) continue;
    yield lot;
    lot = [];
  }
  if (lot.length > 0) yield lot;
}
