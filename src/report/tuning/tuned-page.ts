import { metricNamed } from '../../experiment/tuning/metric.ts';
import { keyOf } from '../../experiment/tuning/space.ts';
import { frontPicture } from '../charts/front.ts';
import { importancePicture } from '../charts/importance.ts';
import { parallelPicture } from '../charts/parallel.ts';
import { labelled } from '../figure.ts';
import { htmlFile } from '../html-file.ts';
import { html, raw } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { PAGE_STYLE } from '../page-style.ts';
import type { Asked } from './break-even-page.ts';
import { listed, metricInWords, metricValue } from './said.ts';
import { nameOf, tunedWords, valueInWords } from './tuned-words.ts';
import type { Tuned } from './tuned.ts';

const STYLE = `${PAGE_STYLE}
.lead, .said { max-width: 52rem; } .lead { color: var(--soft); }
figure { max-width: 46rem; margin: 1rem 0; }
td:last-child { text-align: right; }
`;
const WIDTH = 720;

/** One HTML file that needs nothing else and has no script: the front, how its points are chosen, what matters, in words and in numbers. */
export async function tunedPage(tuned: Tuned, asked: Asked): Promise<string> {
  const { title, goals: { objectives, constraints } } = tuned;
  const goals = listed(objectives.map(({ metric, goal }) => `${goal === 'minimize' ? 'least' : 'most'} ${metricInWords(metric)}`));
  const limits = constraints.length === 0 ? '' : ` with ${listed(constraints.map(({ metric, relation, limit }) => `${metricInWords(metric)} ${relation} ${limit}`))}`;
  const figures = tuned.front.length === 0 ? [] : [
    figure(objectives.length > 1 ? 'The front' : 'What was tried', await frontPicture(tuned, WIDTH), objectives.length > 1 ? 'Every point that was tried; those on the line are worse than no other in both.' : 'Every point in the order in which it was tried.'),
    figure('How the points are chosen', await parallelPicture(tuned, WIDTH), 'One line for each point through what was chosen and what came out; blue lines are on the front.'),
    figure('What matters', await importancePicture(tuned, WIDTH), 'Which choice the differences lie between, among the points that were tried; good places were tried more often than others.'),
  ];
  return htmlFile({
    title: `${asked.suite}: tune`,
    style: STYLE,
    body: html`<header><p class="brand">vhost-lab tune</p><h1>${title}: ${goals}${limits}</h1>
<p class="lead">Suite ${asked.suite}, profile ${asked.profile}, policy ${asked.policy}, ${asked.replications} × ${asked.requests} requests for each of ${tuned.tried.length} points, found by ${tuned.method}; every point is asked the same requests.</p></header>
<main><section aria-label="What was found"><p class="said">${tunedWords(tuned)}</p>${figures}${table(tuned)}</section></main>`,
  });
}

const figure = (title: string, svg: string, reading: string): Markup => html`<h3>${title}</h3><figure>${raw(labelled(svg, `${title}. ${reading}`))}<figcaption>${reading}</figcaption></figure>
`;

function table({ goals: { objectives, constraints }, dimensions, tried, front, unit }: Tuned): Markup | null {
  if (front.length === 0) return null;
  const metrics = [...new Set([...objectives, ...constraints].map(({ metric }) => metric))];
  return html`<details><summary>Table of the front</summary><div class="scroll" tabindex="0" role="region" aria-label="Points of the front: table"><table><thead><tr>${dimensions.map((dimension) => html`<th scope="col">${nameOf(dimension)}</th>`)}${metrics.map((metric) => html`<th scope="col">${metricInWords(metric)}</th>`)}</tr></thead>
<tbody>${front.map((i) => html`<tr>${dimensions.map((dimension) => html`<td>${valueInWords(dimension, tried[i].point[keyOf(dimension)])}</td>`)}${metrics.map((metric) => html`<td>${numberOf(tried[i], metric, unit)}</td>`)}</tr>
`)}</tbody></table></div></details>`;
}

const numberOf = ({ metrics }: Tuned['tried'][number], metric: string, unit: Tuned['unit']): string => (metrics === null ? '–' : metricValue(metric, metricNamed(metric).of(metrics), unit));
