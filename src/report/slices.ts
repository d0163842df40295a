import type { Results, TrialResult } from '../experiment/results.ts';

/** A page with more trials than this takes minutes to make and to open. */
const MOST_TRIALS = 1500;

/**
 * The trials that a page shows: all, or of a suite too large for that those along which one key of the grid varies while each other
 * one has the middle of its values. The numbers beside the page always hold all.
 */
export function shownOnPage({ trials, suite }: Results): readonly TrialResult[] {
  if (trials.length <= MOST_TRIALS) return trials;
  const middles = suite.grid.map((key) => {
    const values = [...new Set(trials.filter(({ params }) => key in params).map(({ params }) => params[key]))];
    return [key, values[values.length >> 1]] as const;
  });
  const apart = ({ params }: TrialResult): number => middles.filter(([key, middle]) => key in params && params[key] !== middle).length;
  return trials.filter((trial) => apart(trial) <= 1);
}
