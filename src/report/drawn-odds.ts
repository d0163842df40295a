import { beats, oddsOf, type Odds } from '../experiment/odds.ts';
import type { TrialResult } from '../experiment/results.ts';
import type { Objective } from './comparison.ts';
import type { Entry } from './entry.ts';

/** How an answer fares at other prices that the uncertainty of the profile allows, draw by draw. */
export interface DrawnOdds {
  readonly draws: number;
  /** How often the winner beats another system. */
  readonly over: (other: Entry) => Odds | null;
  /** How often a candidate is the best of all, with whom it shares that counted in parts; null for what is no candidate. */
  readonly best: (entry: Entry) => Odds | null;
}

/** Null unless profiles were drawn for the winner; `trialOf` finds the trial behind an entry. */
export function drawnOdds(winner: Entry, candidates: readonly Entry[], objective: Objective, trialOf: (entry: Entry) => TrialResult | undefined): DrawnOdds | null {
  const numbers = (entry: Entry): readonly number[] => drawnNumbers(trialOf(entry), objective);
  const better = objective === 'latency' ? 'less' : 'more';
  const won = numbers(winner);
  if (won.length === 0) return null;
  const all = candidates.map(numbers);
  const bests = won.map((_, draw) => all.reduce((best, each) => (better === 'less' ? Math.min(best, each[draw]) : Math.max(best, each[draw])), better === 'less' ? Infinity : -Infinity));
  const sharing = bests.map((best, draw) => all.filter((each) => each[draw] === best).length);
  return {
    draws: won.length,
    over: (other) => (numbers(other).length === won.length ? oddsOf(beats(won, numbers(other), better)) : null),
    best: (entry) => (candidates.includes(entry) ? oddsOf(numbers(entry).map((value, draw) => (value === bests[draw] ? 1 / sharing[draw] : 0))) : null),
  };
}

/** What decides, at each drawn profile; nothing where none was drawn. */
export function drawnNumbers(trial: TrialResult | undefined, objective: Objective): readonly number[] {
  const drawn = trial?.uncertainty?.drawn;
  if (drawn === undefined) return [];
  return objective === 'latency' ? drawn.mean_latency_us : drawn.throughput_per_s;
}

/** The band of what decides, from the prices; null where none was drawn. */
export function drawnBand(trial: TrialResult, objective: Objective): readonly [low: number, high: number] | null {
  const bands = trial.uncertainty?.prices95;
  return bands === undefined ? null : objective === 'latency' ? bands.latency_us.mean : bands.throughput_per_s;
}
