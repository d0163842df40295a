import { sensedPicture } from '../charts/sensitivity.ts';
import { labelled } from '../figure.ts';
import { htmlFile } from '../html-file.ts';
import { html, raw } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { PAGE_STYLE } from '../page-style.ts';
import type { Asked } from './break-even-page.ts';
import { betweenWords } from './between-words.ts';
import { metricInWords } from './said.ts';
import { sensedReading, sensedTable } from './sensitivity-rows.ts';
import { sensedWords } from './sensitivity-words.ts';
import type { Sensed, Sensitivity } from './sensitivity.ts';

const STYLE = `${PAGE_STYLE}
.lead, .said { max-width: 52rem; } .lead { color: var(--soft); }
figure { max-width: 46rem; margin: 1rem 0; }
td:last-child { text-align: right; } td.word { text-align: left; }
`;
const WIDTH = 720;

const reading: Readonly<Record<Sensed['kind'], string>> = {
  derivative: 'What the number would change by if a price lay one standard deviation below or above its value, by its derivative; the longest first.',
  morris: 'Bars with 95 % intervals: mean size of the effect of one standard deviation of a price; diamonds: how much it differs from place to place.',
  sobol: 'Bars with 95 % intervals: share of the variance with all that a price does together with others; diamonds: by itself.',
};

/** One HTML file that needs nothing else and has no script: which prices the results hang on, drawn, in words and in numbers. */
export async function sensitivityPage(all: readonly Sensitivity[], asked: Asked): Promise<string> {
  const sections: Markup[] = [];
  for (const [i, one] of all.entries()) sections.push(await section(one, i));
  const [{ metric }] = all;
  return htmlFile({
    title: `${asked.suite}: sensitivity`,
    style: STYLE,
    body: html`<header><p class="brand">vhost-lab sensitivity</p><h1>What does ${metricInWords(metric.name)} hang on?</h1>
<p class="lead">Suite ${asked.suite}, profile ${asked.profile}, policy ${asked.policy}, ${asked.replications} × ${asked.requests} requests; every run sees the same ones.</p></header>
<main>
${sections}
</main>`,
  });
}

async function section(sensitivity: Sensitivity, i: number): Promise<Markup> {
  const { title, metric, unit, systems, between } = sensitivity;
  const parts: Markup[] = [];
  for (const { system, sensed } of systems) {
    const label = `Prices that ${metricInWords(metric.name)} of ${system} hangs on`;
    const { heads, rows } = sensedTable(sensed, unit);
    parts.push(html`<h3>${system}</h3>
<p class="said">${sensedWords(sensed, sensitivity)}</p>
<figure>${raw(labelled(await sensedPicture(sensed, sensitivity, WIDTH), `${label}. The table holds the same numbers.`))}<figcaption>${reading[sensed.kind]}</figcaption></figure>
<details><summary>Table</summary><p class="soft">${sensedReading[sensed.kind](metric.name)}</p><div class="scroll" tabindex="0" role="region" aria-label="${label}: table"><table><thead><tr>${heads.map(({ head }) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map(([name, ...cells]) => html`<tr><th scope="row">${name}</th>${cells.map((cell, c) => (heads[c + 1].number ? html`<td>${cell}</td>` : html`<td class="word">${cell}</td>`))}</tr>
`)}</tbody></table></div></details>
`);
  }
  return html`<section aria-labelledby="scene-${i}"><h2 id="scene-${i}">${title}</h2>
${between === null ? null : html`<p class="said">${betweenWords(between, sensitivity)}</p>
`}${parts}</section>
`;
}
