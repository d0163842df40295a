import type { BreakEven, Sample } from '../../experiment/tuning/break-even.ts';
import type { Frontier } from '../../experiment/tuning/frontier.ts';
import { metricNamed } from '../../experiment/tuning/metric.ts';
import { aheadOf, leadOf } from '../../experiment/tuning/paired.ts';
import { breakEvenPicture } from '../charts/break-even.ts';
import { frontierPicture } from '../charts/frontier.ts';
import { nameOfKey } from '../comparison.ts';
import { labelled } from '../figure.ts';
import { htmlFile } from '../html-file.ts';
import { html, raw } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { percent } from '../numbers.ts';
import { PAGE_STYLE } from '../page-style.ts';
import { versusWords } from './break-even-words.ts';
import { metricInWords, metricValue, onAxis } from './said.ts';
import type { Versus } from './versus.ts';

/** Under what the duels were fought. */
export interface Asked {
  readonly suite: string;
  readonly profile: string;
  readonly policy: string;
  readonly requests: number;
  readonly replications: number;
}

const STYLE = `${PAGE_STYLE}
.lead, .said { max-width: 52rem; } .lead { color: var(--soft); }
figure { max-width: 46rem; margin: 1rem 0; }
`;
const WIDTH = 720;

/** One HTML file that needs nothing else and has no script: where the winner changes, drawn, in words and in numbers. */
export async function breakEvenPage(all: readonly Versus[], asked: Asked): Promise<string> {
  const sections: Markup[] = [];
  for (const [i, versus] of all.entries()) sections.push(await section(versus, i));
  const [{ a, b, metric }] = all;
  return htmlFile({
    title: `${a} and ${b}: break-even`,
    style: STYLE,
    body: html`<header><p class="brand">vhost-lab break-even</p><h1>${a} or ${b}?</h1>
<p class="lead">Which has the better <b>${metricInWords(metric.name)}</b>, and where that changes. Suite ${asked.suite}, profile ${asked.profile}, policy ${asked.policy}, ${asked.replications} × ${asked.requests} requests; both are asked the same ones.</p></header>
<main>
${sections}
</main>`,
  });
}

async function section(versus: Versus, i: number): Promise<Markup> {
  const { found, title, a, b } = versus;
  const picture = found.kind === 'line' ? await breakEvenPicture(versus, found.line, WIDTH) : await frontierPicture(versus, found.plane, WIDTH);
  const label = found.kind === 'line' ? `${metricInWords(versus.metric.name)} of ${a} and ${b} over ${nameOfKey(found.line.axis.key)}` : `Who is ahead, ${a} or ${b}, over ${nameOfKey(found.plane.x.key)} and ${nameOfKey(found.plane.y.key)}`;
  const reading = found.kind === 'line' ? 'A dashed line is where the winner changes; the grey stretch holds the values at which the two cannot be told apart (95 %).' : 'Colour says who is ahead, its depth and the number by how many per cent of the larger number (~: they cannot be told apart); the line is the frontier.';
  return html`<section aria-labelledby="versus-${i}"><h2 id="versus-${i}">${title}</h2>
<p class="said">${versusWords(versus)}</p>
<figure>${raw(labelled(picture, `${label}. The table holds the same numbers.`))}<figcaption>${reading}</figcaption></figure>
<details><summary>Table</summary><div class="scroll" tabindex="0" role="region" aria-label="${label}: table">${found.kind === 'line' ? lineTable(versus, found.line) : planeTable(versus, found.plane)}</div></details></section>
`;
}

function lineTable({ a, b, metric: { name }, unit }: Versus, { axis, samples }: BreakEven): Markup {
  const value = (of: number): string => metricValue(name, of, unit);
  const range = ({ difference: { low, high } }: Sample): string => (Number.isFinite(low) ? `${value(low)} to ${value(high)}` : '–');
  return html`<table><thead><tr><th scope="col">${nameOfKey(axis.key)}</th><th scope="col">${a}</th><th scope="col">${b}</th><th scope="col">difference</th><th scope="col">95 %</th></tr></thead>
<tbody>${samples.map((sample) => html`<tr><th scope="row">${onAxis(axis, sample.x)}</th><td>${value(sample.a)}</td><td>${value(sample.b)}</td><td>${value(sample.difference.mean)}</td><td>${range(sample)}</td></tr>
`)}</tbody></table>`;
}

function planeTable({ a, b, metric: { name } }: Versus, { x, y, cells }: Frontier): Markup {
  const metric = metricNamed(name);
  const [columns, rows] = [[...new Set(cells.map((cell) => cell.x))], [...new Set(cells.map((cell) => cell.y))].reverse()];
  const cell = (across: number, up: number): string => {
    const here = cells.find((one) => one.x === across && one.y === up);
    return here === undefined ? '' : `${{ a, b, tie: 'equal' }[aheadOf(metric, here.difference)]} ${percent(leadOf(here))}`;
  };
  return html`<table><thead><tr><th scope="col">${nameOfKey(y.key)} \\ ${nameOfKey(x.key)}</th>${columns.map((across) => html`<th scope="col">${onAxis(x, across)}</th>`)}</tr></thead>
<tbody>${rows.map((up) => html`<tr><th scope="row">${onAxis(y, up)}</th>${columns.map((across) => html`<td>${cell(across, up)}</td>`)}</tr>
`)}</tbody></table>`;
}
