import type { Results } from '../experiment/results.ts';

/** A results file: JSON with one line for each trial, so that long files can be read by line tools and compared. */
export function resultsJson({ trials, ...head }: Results): string {
  const opening = JSON.stringify(head).slice(0, -1);
  return `${opening},"trials":[\n${trials.map((trial) => JSON.stringify(trial)).join(',\n')}\n]}\n`;
}
