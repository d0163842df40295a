import type { Accuracy } from '../experiment/accuracy.ts';
import type { Row } from '../experiment/validation.ts';
import { errorOf } from './accuracy-words.ts';
import { accuracyPicture } from './charts/accuracy.ts';
import { labelled } from './figure.ts';
import { groupBy } from './group-by.ts';
import { htmlFile } from './html-file.ts';
import { html, raw, type Markup } from './markup.ts';
import { readable } from './numbers.ts';
import { PAGE_STYLE } from './page-style.ts';

const STYLE = `${PAGE_STYLE}
.lead { max-width: 48rem; color: var(--soft); }
figure { max-width: 46rem; }
.fit td, .fit th { color: var(--soft); }
td small { color: var(--soft); }
td:last-child { white-space: nowrap; padding-left: 1rem; }
`;

const WIDTH = 560;

/** One HTML file that needs nothing else and has no script: how well each group was met, the scatter, every measurement. */
export async function accuracyPage({ rows, groups, draws }: { readonly rows: readonly Row[]; readonly groups: readonly Accuracy[]; readonly draws: number }): Promise<string> {
  const svg = await accuracyPicture(rows, WIDTH);
  return htmlFile({
    title: 'Predicted and measured',
    style: STYLE,
    body: html`<header><p class="brand">vhost-lab validate</p><h1>Predicted and measured</h1>
<p class="lead">${rows.length} measurements. <b>fit</b>: prices were solved from it, so that it is no test; <b>validation</b>: they were not. ${draws === 0 ? 'No bands were asked for.' : `Bands are 95 %, from ${draws} profiles whose prices are drawn around their values with their sd.`} The null model copies the nearest known number; of two systems it says that they do not differ.</p></header>
<main>
<section aria-labelledby="groups"><h2 id="groups">How well each group was met</h2>${table('Groups', groupHead, groups.map(groupRow))}
<p class="soft">Errors in percent of what was measured, without their sign. What is only from memory (unverified) is not counted.</p></section>
${svg === null ? null : html`<section aria-labelledby="scatter"><h2 id="scatter">Predicted over measured</h2><figure><div>${raw(labelled(svg, 'Predicted over measured, over what was measured, one panel for each unit, with 95 % bands. The tables hold the same numbers.'))}</div>
<figcaption>One panel for each unit; 1 is exact, what is beyond the axis stands at its edge. Circles are predictions, diamonds were fitted to; lines are the 95 % bands.</figcaption></figure></section>`}
${[...groupBy(rows, ({ group }) => group)].map(([group, members], i) => groupSection(group, members, i))}
</main>`,
  });
}

function groupSection(group: string, rows: readonly Row[], index: number): Markup {
  const remarks = [...new Set(rows.flatMap(({ remark }) => remark ?? []))];
  const sources = [...new Set(rows.map(({ source }) => source))];
  return html`<section aria-labelledby="group-${index}"><h2 id="group-${index}">${group}</h2>
${remarks.map((remark) => html`<p>${remark}</p>`)}
${table(group, rowHead, rows.map(rowOf))}
<details><summary>Sources</summary><ul>${sources.map((source) => html`<li class="soft">${source}</li>`)}</ul></details></section>
`;
}

const rowHead = ['id', 'system', 'metric', 'predicted', '95 % band', 'measured', 'unit', 'error', 'null', 'evidence', 'use'] as const;

function rowOf(row: Row): Markup {
  const { id, system, metric, predicted, low, high, measured, above, below, unit, error_pct, right, null_error_pct, null_right, null_from, null_value, evidence, use, profile } = row;
  const range = above === null ? `less than ${below}` : below === null ? `more than ${above}` : `${above} to ${below}`;
  const guess = null_value === null ? '–' : null_right === null ? signed(null_error_pct) : null_right ? 'right' : 'wrong';
  return html`<tr class="${use}"><th scope="row">${id}</th><td>${system} <small>${profile}</small></td><td>${metric}</td><td>${readable(predicted)}</td><td>${low === high ? '–' : `${readable(low)} to ${readable(high)}`}</td><td>${measured === null ? range : readable(measured)}</td><td>${unit}</td><td>${right === null ? signed(error_pct) : right ? html`<span class="good">right</span>` : html`<span class="bad">wrong</span>`}</td><td>${guess}${null_from === null ? null : html` <small>${null_from}</small>`}</td><td>${evidence}</td><td>${use}</td></tr>
`;
}

const signed = (pct: number | null): string => (pct === null ? 'measured 0' : `${Math.abs(pct) < 0.05 ? '' : pct > 0 ? '+' : '−'}${errorOf(Math.abs(pct))}`);

const groupHead = ['group', 'use', 'numbers', 'median error', 'worst error', 'in band', 'null: median error', 'nearer than null', 'orderings right', 'worst'] as const;

function groupRow({ group, use, numbers, median_error_pct, worst_error_pct, worst_id, in_band, bands, null_median_error_pct, beaten, null_numbers, right, ranges }: Accuracy): Markup {
  return html`<tr class="${use}"><th scope="row">${group}</th><td>${use}</td><td>${numbers}</td><td>${errorOf(median_error_pct)}</td><td>${errorOf(worst_error_pct)}</td><td>${bands === 0 ? '–' : `${in_band} of ${bands}`}</td><td>${errorOf(null_median_error_pct)}</td><td>${null_numbers === 0 ? '–' : `${beaten} of ${null_numbers}`}</td><td>${ranges === 0 ? '–' : `${right} of ${ranges}`}</td><td>${worst_id ?? '–'}</td></tr>
`;
}

const table = (label: string, head: readonly string[], rows: readonly Markup[]): Markup =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${label}: table"><table><thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
