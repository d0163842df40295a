import { pointTitle } from './comparison.ts';
import type { Comparison, Point } from './comparison.ts';
import type { Entry } from './entry.ts';
import { html } from './markup.ts';
import type { Content, Markup } from './markup.ts';
import { percent, readable } from './numbers.ts';
import { badge, coresOf } from './systems-table.ts';
import { durationUnit, rateUnit } from './units.ts';
import type { Verdict } from './verdict.ts';

/** The answer at one point in words: what to use, how sure that is, what it costs, what else to weigh. */
export function answer(verdict: Verdict): Markup {
  const { winner, point } = verdict;
  return html`<div class="answer"><p class="use">Use <strong>${winner.system}</strong> ${badge(winner.maturity)}</p>
<p class="why"><b>${decidingNumber(point, winner)}</b>${evidence(verdict)} ${budget(winner)} ${rests(winner)}</p>
${verdict.perHypervisor.length > 1 ? html`<dl class="per">${verdict.perHypervisor.map((entry) => html`<div><dt>under ${entry.hypervisor}</dt><dd>${entry.key.slice(entry.key.indexOf('/') + 1)} <span>${short(point, entry)}</span></dd></div>`)}</dl>` : null}
${verdict.besides.length > 0 ? html`<ul class="besides">${verdict.besides.map(({ entry, reason }) => html`<li><b>${entry.system}</b> ${reason} (${short(point, entry)}, ${readable(entry.cpu)} ${durationUnit(point.unit)} CPU per request).</li>`)}</ul>` : null}</div>`;
}

/** One row for each point: the whole report at a glance. */
export function answersTable(comparison: Comparison, verdicts: readonly Verdict[]): Markup {
  const assumed = (entry: Entry) => percent(entry.kinds[3] ?? 0);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Answers: table"><table class="answers"><caption class="away">Which system to use for each device, workload and parameter point</caption>
<thead><tr><th scope="col">for</th><th scope="col">use</th><th scope="col" class="n">result</th><th scope="col">against the runner-up</th><th scope="col">cores</th><th scope="col" class="n">assumed</th></tr></thead>
<tbody>${verdicts.map((verdict) => html`<tr data-point="${verdict.point.id}"><th scope="row"><a href="#${verdict.point.id}">${titleOf(comparison, verdict.point)}</a></th><td><b>${verdict.winner.system}</b> ${badge(verdict.winner.maturity)}</td><td class="n">${short(verdict.point, verdict.winner)}</td><td>${against(verdict)}</td><td>${coresOf(verdict.winner)}</td><td class="n">${assumed(verdict.winner)}</td></tr>
`)}</tbody></table></div>`;
}

export function titleOf(comparison: Comparison, point: Point): string {
  const group = comparison.groups[point.group];
  return group === undefined ? '' : pointTitle(point, group);
}

/** Says in four words whether winner and runner-up are different. */
function against(verdict: Verdict): Content {
  const { runnerUp, difference, point, winner } = verdict;
  if (runnerUp === null || difference === null) return 'no other candidate';
  const sure = !Number.isFinite(difference.low) ? html`<span class="unsure">one replication, not tested</span>`
    : difference.differs ? html`<span class="sure">differs</span>` : html`<span class="unsure">not distinguishable</span>`;
  return html`${relative(point, winner, runnerUp)} ${runnerUp.system}: ${sure}`;
}

function evidence({ runnerUp, difference, point, winner }: Verdict): Content {
  if (runnerUp === null || difference === null) return '; there is no other candidate.';
  const unit = point.objective === 'latency' ? durationUnit(point.unit) : rateUnit(point.unit);
  const test = !Number.isFinite(difference.low)
    ? 'With one replication nothing is known about chance.'
    : `The 95 % interval of the paired difference, ${readable(difference.low)} to ${readable(difference.high)} ${unit}, ${difference.differs ? 'excludes zero: they differ.' : 'includes zero: they cannot be told apart.'}`;
  return html`, ${relative(point, winner, runnerUp)} the runner-up <b>${runnerUp.system}</b>. ${test}`;
}

function relative(point: Point, winner: Entry, other: Entry): string {
  const ratio = point.objective === 'latency' ? 1 - winner.mean / other.mean : winner.throughput / other.throughput - 1;
  return `${percent(ratio)} ${point.objective === 'latency' ? 'less than' : 'more than'}`;
}

function decidingNumber(point: Point, entry: Entry): string {
  return point.objective === 'latency' ? `Mean latency ${readable(entry.mean)} ${durationUnit(point.unit)}` : `${readable(entry.throughput)} requests ${rateUnit(point.unit)}`;
}

function short(point: Point, entry: Entry): string {
  return point.objective === 'latency' ? `${readable(entry.mean)} ${durationUnit(point.unit)}` : `${readable(entry.throughput)} ${rateUnit(point.unit)}`;
}

function budget(entry: Entry): string {
  const polling = entry.polled < 0.005 ? 'none of it polling' : `${readable(entry.polled)} of it polling`;
  const burnt = entry.pollingCores === 0 ? '' : `; ${entry.pollingCores === 1 ? 'one core is' : `${entry.pollingCores} cores are`} never idle for that`;
  return `It uses ${readable(entry.busy)} cores’ worth of time on ${entry.cores} ${entry.cores === 1 ? 'core' : 'cores'}, ${polling}${burnt}.`;
}

function rests(entry: Entry): string {
  return `${percent(entry.kinds[3] ?? 0)} of its priced CPU time rests on assumed numbers.`;
}
