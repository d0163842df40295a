import type { TrialResult } from '../../experiment/results.ts';
import { comparisonOf } from '../comparison.ts';
import type { Entry } from '../entry.ts';
import { resultsOver } from './results-over.ts';
import type { WhatIf } from './what-if.ts';

/** What the charts of a point show while something is changed: each system as it is now, and below it, under a name of its own, as the report has it. */
export interface Followed {
  readonly entries: readonly Entry[];
  /** The systems as they are now; the others are ghosts. */
  readonly now: ReadonlySet<string>;
}

export function followed(now: readonly TrialResult[], asRun: readonly TrialResult[], suite: WhatIf['suite']): Followed {
  const entriesOf = (trials: readonly TrialResult[]): readonly Entry[] => comparisonOf(resultsOver(trials, suite)).entries;
  const before = new Map(entriesOf(asRun).map((entry) => [entry.system, entry]));
  const entries = entriesOf(now);
  return {
    now: new Set(entries.map(({ system }) => system)),
    entries: entries.flatMap((entry) => {
      const ghost = before.get(entry.system);
      return ghost === undefined ? [entry] : [entry, { ...ghost, system: `${ghost.system}, in the report`, key: `${ghost.key}, report` }];
    }),
  };
}
