import type { Results, TrialResult } from '../experiment/results.ts';
import { titleOf } from './answer.ts';
import { tornadoPicture, tornadoTable } from './charts/tornado.ts';
import type { Comparison } from './comparison.ts';
import { labelled } from './figure.ts';
import { html, raw } from './markup.ts';
import type { Markup } from './markup.ts';
import { tableOf } from './table.ts';
import { trialsByEntry } from './verdict.ts';
import type { Verdict } from './verdict.ts';

const WIDTH = 560;

/** Which uncertain prices the best two systems hang on, at both ends of every group of points; nothing where no price has a spread. */
export async function tornadoSection(results: Results, comparison: Comparison, verdicts: readonly Verdict[]): Promise<Markup | null> {
  const trialOf = trialsByEntry(results);
  const figures: Markup[] = [];
  for (const { point, winner, runnerUp } of verdicts.filter((verdict) => isEnd(verdict, comparison))) {
    const trials = [winner, runnerUp].flatMap((entry) => (entry === null ? [] : [trialOf(point, entry)])).filter((trial): trial is TrialResult => trial !== undefined);
    const table = tornadoTable(trials);
    if (table.rows.length === 0) continue;
    const title = titleOf(comparison, point);
    const label = `Prices that CPU time hangs on: ${title}`;
    figures.push(html`<figure class="tornado"><figcaption><h3>${title}</h3></figcaption>${raw(labelled(await tornadoPicture(trials, WIDTH), `${label}. The table below holds the same numbers.`))}<details class="twin"><summary>Table</summary>${tableOf(table, label)}</details></figure>
`);
  }
  if (figures.length === 0) return null;
  return html`<section aria-labelledby="tornado"><h2 id="tornado">What the results hang on</h2>
<p class="lead">How much less or more CPU time a request of the best two candidates takes when one price lies one standard deviation below or above its value, each by itself, and every visit count stays: exact, from the ledger. What follows when counts change too, and for latency and throughput, <code>vhost-lab sensitivity</code> finds by simulation.</p>
<div class="charts">${figures}</div></section>
`;
}

/** The first and the last point of a group. */
function isEnd({ point }: Verdict, { points }: Comparison): boolean {
  const same = points.filter(({ group }) => group === point.group);
  return point === same[0] || point === same.at(-1);
}
