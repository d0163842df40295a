import { drawnRequests, drawnRounds, uncertaintyOf } from '../experiment/drawn-trials.ts';
import { quoted } from '../experiment/quoted.ts';
import type { TrialResult } from '../experiment/results.ts';
import type { TrialSpec } from '../experiment/spec.ts';
import { mostTrials, type Suite } from '../experiment/suite.ts';
import { measureMany } from './measure-many.ts';

const MOST_DRAWS = 10_000;

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
  const rounds = draws + 1;
  const found = await measureMany(flat(drawnRounds(specs, draws)), rounds * specs.length, 'trials at drawn prices');
  return trials.map((trial, i) => ({ ...trial, uncertainty: uncertaintyOf(trial, Array.from({ length: rounds }, (_, round) => found[round * specs.length + i])) }));
}

function* flat<T>(rounds: Iterable<readonly T[]>): Generator<T> {
  for (const round of rounds) yield* round;
}
