import { pointTitle } from './comparison.ts';
import type { Comparison, Point } from './comparison.ts';
import type { Entry } from './entry.ts';
import { html } from './markup.ts';
import type { Content, Markup } from './markup.ts';
import { percent, readable } from './numbers.ts';
import { oddsInWords } from './odds-words.ts';
import { badge, coresOf } from './systems-table.ts';
import { durationUnit, rateUnit } from './units.ts';
import type { Verdict } from './verdict.ts';

const MOST_NAMED = 3;

/** The answer at one point in words: what to use, how sure that is, what it costs, what else to weigh. */
export function answer(verdict: Verdict): Markup {
  const { winner, point } = verdict;
  return html`<div class="answer"><p class="use">Use ${choices(verdict)}</p>
<div class="weigh"><p class="why"><b>${decidingNumber(point, winner)}</b>${evidence(verdict)} ${oddsInWords(verdict)} ${budget(winner)} ${rests(winner)}</p>
<div>${verdict.perHypervisor.length > 1 ? html`<dl class="per">${verdict.perHypervisor.map((entry) => html`<div><dt>under ${entry.hypervisor}</dt><dd>${entry.key.slice(entry.key.indexOf('/') + 1)} <span>${short(point, entry)}</span></dd></div>`)}</dl>` : null}
${verdict.besides.length > 0 ? html`<ul class="besides">${verdict.besides.map(({ entry, reason }) => html`<li><b>${entry.system}</b> ${reason} (${short(point, entry)}, ${readable(entry.cpu)} ${durationUnit(point.unit)} CPU per request).</li>`)}</ul>` : null}</div></div></div>`;
}

/** One row for each point: the whole report at a glance. */
export function answersTable(comparison: Comparison, verdicts: readonly Verdict[]): Markup {
  const drawn = verdicts.some(({ odds }) => odds !== null);
  const assumed = (entry: Entry) => percent(entry.kinds[3] ?? 0);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Answers: table"><table class="answers"><caption class="away">Which system to use for each device, workload and parameter point</caption>
<thead><tr><th scope="col">for</th><th scope="col">use</th><th scope="col" class="n">result</th><th scope="col">against the runner-up</th>${drawn ? html`<th scope="col" class="n">at other prices</th>` : null}<th scope="col">cores</th><th scope="col" class="n">assumed</th></tr></thead>
<tbody>${verdicts.map((verdict) => html`<tr data-point="${verdict.point.id}"><th scope="row"><a href="#${verdict.point.id}">${titleOf(comparison, verdict.point)}</a></th><td>${choices(verdict)}</td><td class="n">${short(verdict.point, verdict.winner)}</td><td>${against(verdict)}</td>${drawn ? html`<td class="n">${ahead(verdict)}</td>` : null}<td>${coresOf(verdict.winner)}</td><td class="n">${assumed(verdict.winner)}</td></tr>
`)}</tbody></table></div>`;
}

/** The winner with all that tie with it: three by name, the others by number. */
function choices({ winner, tied }: Verdict): Markup {
  const named = [winner, ...tied.slice(0, MOST_NAMED - 1)];
  const more = tied.length + 1 - named.length;
  const last = named.length - 1;
  return html`${named.map((entry, i) => html`${i === 0 ? '' : i === last && more === 0 ? ' or ' : ', '}<strong>${entry.system}</strong>${
    // A sign that is the same for all stands once, at the end.
    i === last || entry.maturity !== named[i + 1]?.maturity ? html` ${badge(entry.maturity)}` : null}`)}${more > 0 ? ` and ${more} more` : ''}`;
}

export function titleOf(comparison: Comparison, point: Point): string {
  const group = comparison.groups[point.group];
  return group === undefined ? '' : pointTitle(point, group);
}

/** Says in four words whether winner and runner-up are different. */
function against(verdict: Verdict): Content {
  const { runnerUp, difference, point, winner, tied } = verdict;
  if (runnerUp === null || difference === null) return tied.length > 0 ? html`<span class="unsure">not distinguishable</span>, and no other candidate` : 'no other candidate';
  const sure = !Number.isFinite(difference.low) ? html`<span class="unsure">one replication, not tested</span>`
    : html`<span class="sure">differs</span>`;
  return html`${relative(point, winner, runnerUp)} ${runnerUp.system}: ${sure}`;
}

/** How often the answer is better than the next at drawn prices. */
function ahead({ odds, winner, candidates, runnerUp, tied: [tie] }: Verdict): Content {
  const next = runnerUp ?? tie;
  const over = next === undefined ? null : (odds?.over(next) ?? null);
  if (over === null || odds === null) return '–';
  const best = candidates.length > 2 ? odds.best(winner) : null;
  return html`<span class="${over.low > 0.5 ? 'sure' : 'unsure'}">ahead in ${percent(over.share)}</span>${best === null || best.share >= over.share ? null : `, best in ${percent(best.share)}`}`;
}

function evidence(verdict: Verdict): Content {
  const { runnerUp, difference, point, winner, tied } = verdict;
  const unit = point.objective === 'latency' ? durationUnit(point.unit) : rateUnit(point.unit);
  const same = tied.length === 0 ? null : html` ${tied.length === 1 ? 'The two' : `All ${tied.length + 1}`} cannot be told apart: the 95 % interval of their paired difference includes zero.`;
  if (runnerUp === null || difference === null) return html`.${same} There is no ${tied.length > 0 ? 'further' : 'other'} candidate.`;
  const test = !Number.isFinite(difference.low)
    ? 'With one replication nothing is known about chance.'
    : `The 95 % interval of that paired difference, ${readable(difference.low)} to ${readable(difference.high)} ${unit}, excludes zero.`;
  return html`, ${relative(point, winner, runnerUp)} ${tied.length > 0 ? 'the next candidate' : 'the runner-up'} <b>${runnerUp.system}</b>. ${test}${same}`;
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
