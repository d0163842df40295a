import { html } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { readable } from '../numbers.ts';
import { durationUnit, rateUnit } from '../units.ts';
import type { ResultUnit } from '../units.ts';
import type { CpuTime } from './preview.ts';
import type { Measured } from './simulated.ts';

/** One system of the panel: as the report has it, and as it is now. */
export interface Standing {
  readonly system: string;
  /** At the settings of the report: the ghost. */
  readonly asRun: Measured | null;
  /** What was simulated last, and whether that is what is asked now. */
  readonly now: Measured | null;
  readonly settled: boolean;
  /** CPU time at the prices of this moment; null where only a simulation can tell. */
  readonly cpu: CpuTime | null;
  /** Why this system cannot be as asked. */
  readonly refused: string | null;
}

interface Column {
  readonly head: string;
  readonly of: (result: Measured) => number;
}

const columnsOf = (unit: ResultUnit): readonly Column[] => [
  { head: `mean, ${durationUnit(unit)}`, of: ({ metrics }) => metrics.latency_us.mean },
  { head: `p50, ${durationUnit(unit)}`, of: ({ metrics }) => metrics.latency_us.p50 },
  { head: `p99, ${durationUnit(unit)}`, of: ({ metrics }) => metrics.latency_us.p99 },
  { head: `req. ${rateUnit(unit)}`, of: ({ metrics }) => metrics.throughput_per_s },
  { head: 'exits', of: ({ metrics }) => metrics.per_request.exits },
];

/** The numbers of all systems, each with what it was; `data` elements hold every digit. */
export function outcomeTable(standings: readonly Standing[], unit: ResultUnit, baseline: string): Markup {
  const columns = columnsOf(unit);
  return html`<table class="systems numbers"><caption class="away">The systems with what was changed; small: as in the report</caption>
<thead><tr><th scope="col">system${columns.map(({ head }) => html`<th scope="col" class="n">${head}`)}<th scope="col" class="n">CPU, ${durationUnit(unit)}
<tbody>${standings.map((standing) => html`<tr data-system="${standing.system}"${standing.settled ? null : html` class="unsettled"`}><th scope="row">${standing.system}${standing.system === baseline ? html` <span class="tag">baseline</span>` : null}${
    standing.refused === null ? html`${columns.map(({ of }) => html`<td>${cell(standing.now && of(standing.now), standing.asRun && of(standing.asRun))}`)}<td${
      standing.cpu !== null && !standing.settled ? html` class="preview"` : null}>${cell(standing.cpu?.total ?? standing.now?.metrics.cpu_us_per_request.total ?? null, standing.asRun?.metrics.cpu_us_per_request.total ?? null)}`
      : html`<td colspan="${columns.length + 1}" class="refused">${standing.refused}`}
`)}</table>`;
}

function cell(now: number | null, asRun: number | null): Markup {
  if (now === null) return html`<span class="soft">…</span>`;
  return html`<data value="${String(now)}">${readable(now)}</data>${asRun === null || readable(asRun) === readable(now) ? null : html` <small>${readable(asRun)}</small>`}`;
}
