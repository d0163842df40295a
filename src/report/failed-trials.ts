import type { Results } from '../experiment/results.ts';
import { nameOfKey, shown } from './comparison.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';

/** Trials of the suite that have no result, each with its reason; nothing where all have one. */
export function failedTrials({ failures = [], suite, trials }: Results): Markup | null {
  if (failures.length === 0) return null;
  return html`<section aria-labelledby="failed"><h2 id="failed">Trials without a result</h2>
<p class="note">${failures.length} of ${failures.length + trials.length}: they are no part of any table or chart here.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Trials without a result: table"><table class="failed"><caption class="away">Trials without a result, and why</caption>
<thead><tr><th scope="col">system<th scope="col">device<th scope="col">workload<th scope="col">at<th scope="col">why
<tbody>${failures.map(({ spec, failed, says }) => html`<tr><th scope="row">${spec.system}<td>${spec.device}<td>${spec.workload}<td>${
    suite.grid.filter((key) => key in spec.params).map((key) => `${nameOfKey(key)} ${shown(spec.params[key])}`).join(', ') || '–'}<td>${failed}: ${says}
`)}</table></div></section>`;
}
