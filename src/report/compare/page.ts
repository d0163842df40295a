import type { Changed, MetricChanges } from '../../experiment/compare/comparison.ts';
import { changesPicture } from '../charts/changes.ts';
import { labelled } from '../figure.ts';
import { htmlFile } from '../html-file.ts';
import { html, raw } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { PAGE_STYLE } from '../page-style.ts';
import { metricInWords } from '../tuning/said.ts';
import { gateInWords, inPercent, intervalInPercent, notes, onlyOnce, ranked, summaryOf, titleOf, valuesOf, verdictInWords, where, type Told } from './told.ts';

const STYLE = `${PAGE_STYLE}
.lead, .said { max-width: 52rem; } .lead { color: var(--soft); }
figure { max-width: 46rem; margin: 1rem 0; }
th:nth-child(2), th:last-child { text-align: left; }
main ul { padding-left: 1.2rem; }
.narrow { display: none; }
@media (max-width: 36rem) { .wide { display: none; } .narrow { display: block; } }
`;
const [WIDE, NARROW] = [720, 340];
/** Rows that a picture, and a page, can hold and a reader too; the rest is in the other formats. */
const DRAWN = 40;
const LISTED = 1000;

/** One HTML file that needs nothing else and has no script: what changed, drawn, in words and in numbers. */
export async function comparedPage(told: Told): Promise<string> {
  const { compared, gate } = told;
  const { base, now } = compared;
  const sections: Markup[] = [];
  for (const [i, one] of compared.metrics.entries()) sections.push(await section(one, i, told));
  return htmlFile({
    title: `${base.name} and ${now.name} compared`,
    style: STYLE,
    body: html`<header><p class="brand">vhost-lab compare</p><h1>${base.name} → ${now.name}</h1>
<p class="lead">${compared.matches.length} ${compared.matches.length === 1 ? 'trial is' : 'trials are'} in both: the same system, device, workload and parameters. Changes are of the base, with 95 % intervals.</p>
${gate === null ? null : html`<p class="said ${gate.passes ? 'good' : 'bad'}">${gateInWords(gate, compared)}</p>`}</header>
<main>
${sections}
${onlyOnce(compared).map(({ says, trials }, i) => html`<section aria-labelledby="once-${i}"><h2 id="once-${i}">${says}</h2><ul>${trials.slice(0, LISTED).map((trial) => html`<li>${trial}</li>`)}</ul>${more(trials.length)}</section>
`)}<section aria-labelledby="sides"><h2 id="sides">What was compared</h2><ul>${notes(compared).map((note) => html`<li>${note}</li>`)}
${[base, now].map(({ name, results: { suite } }) => html`<li>${name}: suite ${suite.name}, profile ${suite.profile}, policy ${suite.policy}, seed ${suite.seed}; <code>${suite.command}</code></li>`)}</ul></section>
</main>`,
  });
}

async function section(one: MetricChanges, i: number, told: Told): Promise<Markup> {
  const { metric } = one;
  const rows = ranked(one);
  const label = `Change of ${metricInWords(metric.name)}`;
  const drawn = async (width: number): Promise<Markup | null> => {
    const svg = await changesPicture(one, rows.slice(0, DRAWN), told.compared, width);
    return svg === null ? null : raw(labelled(svg, `${label}, in percent with 95 % intervals. The table holds the same numbers.`));
  };
  const wide = await drawn(WIDE);
  return html`<section aria-labelledby="metric-${i}"><h2 id="metric-${i}">${titleOf(metric)}</h2>
<p class="said">${summaryOf(one)}</p>
${wide === null ? null : html`<figure><div class="wide">${wide}</div><div class="narrow">${await drawn(NARROW)}</div><figcaption>Marks are changes, lines their 95 % intervals.${rows.length > DRAWN ? ` The ${DRAWN} that changed most, of ${rows.length}.` : ''}</figcaption></figure>`}
${rows.length === 0 ? null : html`<details><summary>Table</summary><div class="scroll" tabindex="0" role="region" aria-label="${label}: table">${table(rows.slice(0, LISTED), one, told)}</div>${more(rows.length)}</details>`}</section>
`;
}

const more = (count: number): Markup | null => (count > LISTED ? html`<p class="soft">And ${count - LISTED} more.</p>` : null);

function table(rows: readonly Changed[], { metric }: MetricChanges, { compared, gate }: Told): Markup {
  return html`<table><thead><tr>${['system', 'trial', 'base', 'new', 'change', '95 %', 'verdict'].map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map((changed) => html`<tr><th scope="row">${changed.match.base.system}</th><th scope="row">${where(changed.match.base, compared)}</th>${valuesOf(changed, metric).map((value) => html`<td>${value}</td>`)}<td>${inPercent(changed.change.ratio)}</td><td>${intervalInPercent(changed.change.interval)}</td><td>${verdictInWords(changed, metric, gate)}</td></tr>
`)}</tbody></table>`;
}
