import type { Results } from '../experiment/results.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';

const MODELLED = [
  'Exits, entries, world switches, injection and wake-ups as step lists at their exception level, priced by the profile',
  'Where each vCPU and backend thread is: running, polling, blocked, asleep, preempted',
  'Virtqueues in bytes, with notification suppression by flags and by event index',
  'Run queues, context switches, idle depth and the core map',
  'The set-up of virtio devices, register by register, as a workload of its own',
] as const;

const NOT_MODELLED = [
  'Caches, TLBs and memory bandwidth, but for copies and cache-line transfers with a price of their own',
  'Frequency scaling, thermal limits and memory placement between nodes',
  'File systems, network stacks and schedulers beyond the steps that the profile prices',
  'Faults, migration, and what happens once at start-up beyond the registers of virtio devices',
] as const;

/** What the answers leave out: remarks of the trials, then the model's own bounds. */
export function limits(results: Results): Markup {
  const remarks = [...new Set(results.trials.flatMap((trial) => trial.remarks))];
  return html`<aside class="limits" aria-labelledby="limits"><h2 id="limits">Limits</h2>
<p>A model, not a measurement: it holds where its prices hold.</p>
${remarks.length > 0 ? html`<ul>${remarks.map((remark) => html`<li>${remark}</li>`)}</ul>` : null}
<details><summary>Not modelled</summary><ul>${NOT_MODELLED.map((line) => html`<li>${line}</li>`)}</ul></details>
<details><summary>Modelled</summary><ul>${MODELLED.map((line) => html`<li>${line}</li>`)}</ul></details></aside>`;
}
