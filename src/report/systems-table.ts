import type { Odds } from '../experiment/odds.ts';
import type { Comparison } from './comparison.ts';
import type { Entry } from './entry.ts';
import { html } from './markup.ts';
import type { Content, Markup } from './markup.ts';
import { percent, readable } from './numbers.ts';
import { durationUnit, rateUnit } from './units.ts';
import { isBound } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** One column: what it says in full, and what stands in a cell. */
interface Column {
  readonly head: string;
  readonly says: string;
  readonly cell: (entry: Entry) => Content;
}

function number(head: string, says: string, value: (entry: Entry) => number | null): Column {
  return { head, says, cell: (entry) => readable(value(entry)) };
}

function columnsOf({ point, odds, winner }: Verdict): readonly Column[] {
  const us = durationUnit(point.unit);
  const share = (odds: Odds | null): Content => (odds === null ? '–' : html`<span title="95 % interval ${percent(odds.low)} to ${percent(odds.high)}">${percent(odds.share)}</span>`);
  const drawn: readonly Column[] = odds === null ? [] : [
    { head: 'at other prices', says: `95 % band of ${point.objective === 'latency' ? 'mean latency' : 'throughput'} from the uncertainty of the prices`, cell: (e) => (point.objective === 'latency' ? band(e.meanPricesLow, e.meanPricesHigh) : band(e.throughputPricesLow, e.throughputPricesHigh)) },
    { head: 'best in', says: `in how many of ${odds.draws} drawn profiles it is the best candidate`, cell: (e) => share(odds.best(e)) },
    { head: 'behind in', says: `in how many of ${odds.draws} drawn profiles ${winner.system} beats it`, cell: (e) => (e === winner ? '–' : share(odds.over(e))) },
  ];
  return [
    { head: `mean, ${us}`, says: 'mean latency with half the width of its 95 % interval', cell: (e) => html`${readable(e.mean)}${plusMinus(e.meanLow, e.meanHigh)}` },
    number(`p50, ${us}`, 'median latency', (e) => e.p50),
    number(`p99, ${us}`, 'latency that 1 request in 100 exceeds', (e) => e.p99),
    number(`req. ${rateUnit(point.unit)}`, 'throughput', (e) => e.throughput),
    number('÷ base', `${point.objective === 'latency' ? 'mean latency' : 'throughput'} divided by the baseline’s`, (e) => e.ratio),
    ...drawn,
    number(`CPU, ${us}`, 'processor time per request on all cores', (e) => e.cpu),
    number('exits', 'exits per request', (e) => e.exits),
    number('IPIs', 'inter-processor interrupts per request', (e) => e.ipis),
    number('wake-ups', 'thread wake-ups per request', (e) => e.wakeups),
    number('syscalls', 'system calls per request', (e) => e.syscalls),
    number('switches', 'context switches per request', (e) => e.switches),
    { head: `masked, ${us}`, says: 'how long the guest’s interrupts stay masked at a stretch, in its handlers and while its core spins at EL2: p99 / longest', cell: (e) => (e.maskedMax === 0 ? '0' : `${readable(e.maskedP99)} / ${readable(e.maskedMax)}`) },
    { head: 'cores', says: 'cores’ worth of busy time / cores used (of it polling)', cell: (e) => html`${hundredths(e.busy)} / ${e.cores}${e.polled >= 0.005 ? ` (${hundredths(e.polled)})` : null}` },
    { head: 'assumed', says: 'share of the priced CPU time that rests on assumed numbers', cell: (e) => percent(e.kinds[3] ?? 0) },
  ];
}

/** All systems at one point, best first. */
export function systemsTable(comparison: Comparison, index: number, verdict: Verdict, title: string, baseline: string): Markup {
  const columns = columnsOf(verdict);
  const entries = comparison.entries.filter((entry) => entry.point === index);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="All systems at ${title}: table"><table class="systems numbers" data-sortable>
<caption class="away">All systems at ${title}, best first</caption>
<thead><tr><th scope="col">system<th scope="col">maturity${columns.map((column) => html`<th scope="col" class="n" title="${column.says}">${column.head}`)}
<tbody>${entries.map((entry) => html`<tr${entry === verdict.winner || verdict.tied.includes(entry) ? html` class="winner"` : isBound(entry) ? html` class="bound"` : null}><th scope="row">${entry.system}${
    entry.system === baseline ? html` <span class="tag">baseline</span>` : null}${isBound(entry) ? html` <span class="tag">bound</span>` : null}<td class="maturity">${entry.maturity}${
    columns.map((column) => html`<td>${column.cell(entry)}`)}
`)}</table></div>`;
}

export function badge(maturity: Entry['maturity']): Markup {
  return html`<span class="badge ${maturity}">${maturity}</span>`;
}

export function coresOf(entry: Entry): string {
  return `${hundredths(entry.busy)} of ${entry.cores}${entry.polled >= 0.005 ? `, ${hundredths(entry.polled)} polling` : ''}`;
}

/** Hundredths of a core are the most that matters. */
function hundredths(cores: number): string {
  return String(Number(cores.toFixed(2)));
}

function band(low: number | null, high: number | null): string {
  return low === null || high === null ? '–' : `${readable(low)} to ${readable(high)}`;
}

function plusMinus(low: number | null, high: number | null): Markup | null {
  return low === null || high === null ? null : html` <small>± ${readable((high - low) / 2)}</small>`;
}
