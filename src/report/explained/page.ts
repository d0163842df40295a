import type { Explanation } from '../../experiment/explanation.ts';
import { phases } from '../../experiment/phase.ts';
import { foldRepeats, groupSteps } from '../../experiment/step-groups.ts';
import type { StepGroup } from '../../experiment/step-groups.ts';
import type { Difference, Variant } from '../../experiment/variants.ts';
import { htmlFile } from '../html-file.ts';
import { html } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { ResultUnit } from '../units.ts';
import { diagram } from './diagram.ts';
import { DIAGRAM_COLOURS, DIAGRAM_STYLE } from './diagram-style.ts';
import { legend } from './legend.ts';
import { PAGE_STYLE } from './page-style.ts';
import { saidOf } from './said.ts';
import { sceneOf } from './scene.ts';
import { duration, meetings, moment, operation, sourceNumber, sourcesOf, unitOf, where } from './told.ts';

/** One HTML file that needs nothing else: the diagram with its player, drawn by step and to scale, every step in a table, the other states. */
export function explainedPage(explanation: Explanation, variants: readonly Variant[], script: string): Promise<string> {
  const style = DIAGRAM_COLOURS + PAGE_STYLE + DIAGRAM_STYLE;
  const unit = unitOf(explanation);
  const scene = sceneOf(explanation);
  const met = meetings(explanation);
  const title = `${explanation.system.name}: ${operation(explanation)}`;
  return htmlFile({
    title,
    style,
    script: { text: script, data: saidOf(scene) },
    body: html`<header><p class="brand">vhost-lab explain</p><h1>${explanation.system.name}</h1>
<p class="lead"><b>${duration(scene.latencyPs, unit)}</b> for ${operation(explanation)}. ${explanation.system.title}. Profile ${explanation.spec.profile.name}.${met === '' ? '' : ` ${met[0].toUpperCase()}${met.slice(1)}.`}</p></header>
<main>
<section aria-labelledby="steps"><h2 id="steps">Step by step</h2>
<div id="player"></div>
${legend(scene)}
<div class="wide">${diagram(scene, { scale: false, width: 1000 })}</div><div class="narrow">${diagram(scene, { scale: false, width: 340 })}</div></section>
<section aria-labelledby="scale"><h2 id="scale">To scale</h2><p class="soft">As high as it takes time; what would fill the picture alone is cut short, with a visible break. Point at a box for its costs.</p>
<div class="wide">${diagram(scene, { scale: true, width: 1000 })}</div><div class="narrow">${diagram(scene, { scale: true, width: 340 })}</div></section>
${stepsSection(explanation, unit)}
${variantsSection(variants, scene.latencyPs, unit)}
${sourcesSection(explanation)}
</main>`,
  });
}

function stepsSection(explanation: Explanation, unit: ResultUnit): Markup {
  const sources = sourcesOf(explanation);
  const groups = groupSteps(explanation.steps);
  return html`<section aria-labelledby="table"><h2 id="table">Every step</h2>${phases.map((phase) => {
    const own = groups.filter(({ first }) => first.phase === phase);
    if (own.length === 0) return null;
    return html`<details><summary>${phase}: ${duration(own.reduce((sum, { durationPs }) => sum + durationPs, 0), unit)}</summary><div class="scroll" tabindex="0" role="region" aria-label="Steps of ${phase}"><table>
<thead><tr><th scope="col" class="n">at µs</th><th scope="col" class="n">takes</th><th scope="col">core</th><th scope="col">level</th><th scope="col">what happens</th><th scope="col">source</th></tr></thead>
<tbody>${foldRepeats(own).map(({ groups: list, times }) => html`${times > 1 ? html`<tr><td colspan="6">${times} times:</td></tr>` : null}${list.map((group) => pathRows(group, unit, sources))}`)}</tbody></table></div></details>`;
  })}</section>`;
}

function pathRows({ steps, first, atPs, durationPs }: StepGroup, unit: ResultUnit, sources: ReadonlyMap<string, number>): Markup {
  const costs = steps.filter(({ cost }) => cost !== null);
  return html`<tr class="path"><th scope="row" class="n">${moment(atPs, unit)}</th><td class="n">${duration(durationPs, unit)}</td><td>${first.core ?? 'device'}${first.thread === null || first.thread === first.core ? null : html`<br><span class="soft">${first.thread}</span>`}</td><td></td><td>${first.kind === 'work' ? first.path : first.says}${first.because === null ? null : html` <span class="soft">because ${first.because}</span>`}</td><td></td></tr>
${costs.map((step) => html`<tr><td></td><td class="n">${duration(step.duration_ps, unit)}</td><td></td><td>${where(step)}</td><td><code>${step.cost}</code>${step.times === 1 ? null : ` × ${step.times}`} <span class="soft">${step.says}</span></td><td>${sourceNumber(sources, step)}</td></tr>
`)}`;
}

function variantsSection(variants: readonly Variant[], latencyPs: number, unit: ResultUnit): Markup | null {
  if (variants.length === 0) return null;
  const list = (differences: readonly Difference[]): Markup => html`<ul>${differences.map(({ path, phase, ps }) => html`<li>${path} <span class="soft">(${phase}) ${duration(ps, unit)}</span></li>`)}</ul>`;
  return html`<section aria-labelledby="variants"><h2 id="variants">Had it met another state</h2><div class="scroll" tabindex="0" role="region" aria-label="Other states"><table><thead><tr><th scope="col">state</th><th scope="col" class="n">latency</th><th scope="col" class="n">difference</th><th scope="col">without</th><th scope="col">with</th></tr></thead>
<tbody>${variants.map(({ state, latencyPs: other, kick, gone, added, refused }) => (other === null
  ? html`<tr><th scope="row">${state}</th><td colspan="4" class="soft">cannot be: ${refused ?? ''}</td></tr>`
  : html`<tr><th scope="row">${state}${kick === 'suppressed' ? html`<br><span class="soft">no kick</span>` : null}</th><td class="n">${duration(other, unit)}</td><td class="n">${other < latencyPs ? '−' : '+'}${duration(Math.abs(other - latencyPs), unit)}</td><td>${list(gone)}</td><td>${list(added)}</td></tr>`))}</tbody></table></div></section>`;
}

function sourcesSection(explanation: Explanation): Markup {
  return html`<section aria-labelledby="sources"><h2 id="sources">Where the numbers come from</h2><ol class="sources">${[...sourcesOf(explanation).keys()].map((text) => html`<li>${text}</li>`)}</ol></section>`;
}
