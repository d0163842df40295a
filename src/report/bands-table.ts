import type { Metrics, TrialResult } from '../experiment/results.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { readable } from './numbers.ts';
import { durationUnit, rateUnit } from './units.ts';
import type { ResultUnit } from './units.ts';

/** The numbers of a result, or one of their bands, in any shape that has them all. */
type Picked = <T>(shape: { readonly [K in keyof Metrics]: Metrics[K] extends number ? T : { readonly [J in keyof Metrics[K]]: T } }) => T;

const columns = (unit: ResultUnit): readonly (readonly [head: string, of: Picked])[] => [
  [`mean, ${durationUnit(unit)}`, ({ latency_us }) => latency_us.mean],
  [`p50, ${durationUnit(unit)}`, ({ latency_us }) => latency_us.p50],
  [`p99, ${durationUnit(unit)}`, ({ latency_us }) => latency_us.p99],
  [`req. ${rateUnit(unit)}`, ({ throughput_per_s }) => throughput_per_s],
  [`CPU, ${durationUnit(unit)}`, ({ cpu_us_per_request }) => cpu_us_per_request.total],
  ['exits', ({ per_request }) => per_request.exits],
  ['kicks', ({ per_request }) => per_request.kicks],
  ['interrupts', ({ per_request }) => per_request.interrupts],
  ['IPIs', ({ per_request }) => per_request.ipis],
  ['wake-ups', ({ per_request }) => per_request.wakeups],
  ['syscalls', ({ per_request }) => per_request.syscalls],
  ['switches', ({ per_request }) => per_request.context_switches],
];

/** Every number of some trials with its two bands, from randomness and from the prices; nothing where no profiles were drawn. */
export function bandsTable(trials: readonly TrialResult[], title: string): Markup | null {
  const [first] = trials;
  if (first?.uncertainty === undefined) return null;
  const { requests, drawn } = first.uncertainty;
  return html`<details class="bands"><summary>Both bands of every number</summary>
<p class="note">Each cell: the number; its 95 % interval from randomness, over replications; its 95 % band from the uncertainty of the prices, over ${drawn.throughput_per_s.length} drawn profiles, the same for all systems, each met by one replication of ${requests} requests.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Both bands at ${title}: table"><table class="systems numbers"><caption class="away">Every number at ${title} with both bands</caption>
<thead><tr><th scope="col">system${columns(first.unit).map(([head]) => html`<th scope="col" class="n">${head}`)}
<tbody>${trials.map((trial) => html`<tr><th scope="row">${trial.system}${columns(trial.unit).map(([, of]) => html`<td>${readable(of(trial.metrics))}${band(of(trial.ci95))}${band(trial.uncertainty === undefined ? null : of(trial.uncertainty.prices95))}`)}
`)}</table></div></details>`;
}

const band = (ends: readonly [low: number, high: number] | null): Markup => html`<br><small>${ends === null ? '–' : `${readable(ends[0])} to ${readable(ends[1])}`}</small>`;
