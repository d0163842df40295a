import type { Results } from '../experiment/results.ts';
import type { Profile } from '../experiment/spec.ts';
import { groupBy } from './group-by.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { readable } from './numbers.ts';

/** Every price of every profile that was used, once. */
export function costs(results: Results): Markup {
  const profiles = [...groupBy([...new Set(results.trials.map((trial) => trial.spec.profile))], (profile) => JSON.stringify(profile)).values()].flatMap(([profile]) => (profile ? [profile] : []));
  return html`<section aria-labelledby="costs"><h2 id="costs">Costs</h2><p>Prices behind every result, with where each comes from.</p>${profiles.map(profileTable)}</section>`;
}

function profileTable(profile: Profile): Markup {
  const entries = Object.entries(profile.costs);
  return html`<details><summary>${profile.name}: ${entries.length} costs</summary><div class="scroll" tabindex="0" role="region" aria-label="Costs of ${profile.name}: table"><table class="costs"><caption class="away">Costs of ${profile.title}</caption>
<thead><tr><th scope="col">cost</th><th scope="col" class="n">value</th><th scope="col" class="n">± sd</th><th scope="col">unit</th><th scope="col">kind</th><th scope="col">source</th></tr></thead>
<tbody>${entries.map(([id, cost]) => html`<tr><th scope="row">${id}</th><td class="n">${readable(cost.value)}</td><td class="n">${readable(cost.sd)}</td><td>${cost.unit}</td><td><span class="kind ${cost.kind}">${cost.kind}</span></td><td class="source">${cost.source}</td></tr>
`)}</tbody></table></div></details>`;
}
