import type { TrialResult } from '../../experiment/results.ts';
import { answer } from '../answer.ts';
import { comparisonOf } from '../comparison.ts';
import { html } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { verdictsOf } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { resultsOver } from './results-over.ts';
import type { WhatIf } from './what-if.ts';

/** The verdict over some trials of one point, by the rules of the report; null where there is none. */
export function verdictOver(trials: readonly TrialResult[], suite: WhatIf['suite']): Verdict | null {
  const results = resultsOver(trials, suite);
  return verdictsOf(results, comparisonOf(results))[0] ?? null;
}

/** The answer as it is now, and above it what it was in the report where that was another. */
export function answerNow(now: Verdict | null, asRun: Verdict | null): Markup | null {
  if (now === null) return null;
  const other = asRun !== null && asRun.winner.system !== now.winner.system && !now.tied.some(({ system }) => system === asRun.winner.system);
  return html`${answer(now)}${other ? html`<p class="note was">In the report: ${asRun.winner.system}.</p>` : null}`;
}

/** The same in one sentence, to be heard. */
export function answerSaid({ winner, tied, point }: Verdict, systems: number): string {
  const what = point.objective === 'latency' ? `mean latency ${winner.mean}` : `${winner.throughput} requests per second`;
  return `${systems} systems simulated. Use ${winner.system}${tied.length > 0 ? ` or ${tied.length} more` : ''}: ${what}.`;
}
