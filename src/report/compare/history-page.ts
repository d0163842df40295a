import type { SuiteHistory, TrialHistory } from '../../experiment/compare/history.ts';
import { historyPicture } from '../charts/history.ts';
import { labelled } from '../figure.ts';
import { htmlFile } from '../html-file.ts';
import { html, raw } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { PAGE_STYLE } from '../page-style.ts';
import { metricInWords, metricValue } from '../tuning/said.ts';
import { allPoints, causeInWords, chanceInWords, historyInWords, pointInPercent, trialName, wentOf } from './history-words.ts';
import { inPercent } from './told.ts';

const STYLE = `${PAGE_STYLE}
.lead, .said { max-width: 52rem; } .lead { color: var(--soft); }
.trials { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(21rem, 100%), 1fr)); gap: 1rem 2rem; }
.trials > div { min-width: 0; } td.word, th.word { text-align: left; }
`;
const WIDTH = 520;
/** Pictures and rows that a page can hold. */
const DRAWN = 60;
const LISTED = 1000;

/** One HTML file that needs nothing else and has no script: a number of every trial of a suite over its runs, and where it took another level. */
export async function historyPage(history: SuiteHistory): Promise<string> {
  const { suite, metric, trials } = history;
  // Those with change points first, each in the order of the suite.
  const drawn = [...trials].sort((a, b) => Number(b.points.length > 0) - Number(a.points.length > 0)).slice(0, DRAWN);
  const figures: Markup[] = [];
  for (const trial of drawn) figures.push(await figureOf(trial, history));
  return htmlFile({
    title: `${suite}: history`,
    style: STYLE,
    body: html`<header><p class="brand">vhost-lab history</p><h1>${suite}: ${metricInWords(metric.name)} over its runs</h1>
<p class="lead">${historyInWords(history)} A trial is followed as long as its settings, size and seed are the same, whatever the model and the prices were. At a change point its number takes another level and keeps it: found by binary segmentation, with a permutation test over runs and replications (5\u202f%).</p></header>
<main>
<section aria-labelledby="points"><h2 id="points">Change points</h2>${pointsTable(history)}</section>
<section aria-labelledby="trials"><h2 id="trials">Trials</h2><p class="soft">Thin: each run; thick: levels; marked with a dashed line: the first run of a new level, a triangle where it is worse and a diamond where it is better.${trials.length > DRAWN ? ` ${DRAWN} of ${trials.length} trials, those with change points first.` : ''}</p>
<div class="trials">
${figures}</div></section>
</main>`,
  });
}

function pointsTable(history: SuiteHistory): Markup {
  const points = allPoints(history);
  if (points.length === 0) return html`<p class="said">There are none.</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Change points: table"><table><thead><tr><th scope="col">run</th><th scope="col" class="word">begun</th><th scope="col" class="word">trial</th><th scope="col">new level</th><th scope="col">by chance</th><th scope="col" class="word">other than in the run before</th></tr></thead>
<tbody>${points.slice(0, LISTED).map((told) => html`<tr><th scope="row">${told.now.run}</th><td class="word">${told.now.started}</td><td class="word">${trialName(told.trial, history)}</td><td class="${wentOf(told.point, history.metric) === 'worse' ? 'bad' : 'good'}">${pointInPercent(told.point)}</td><td>${chanceInWords(told.point)}</td><td>${causeInWords(told)}</td></tr>
`)}</tbody></table></div>${points.length > LISTED ? html`<p class="soft">And ${points.length - LISTED} more.</p>` : null}`;
}

async function figureOf(trial: TrialHistory, history: SuiteHistory): Promise<Markup> {
  const { metric } = history;
  const name = trialName(trial, history);
  const label = `${name}: ${metricInWords(metric.name)} over runs`;
  const begins = new Set(trial.points.map(({ at }) => at));
  return html`<div><h3>${name}</h3><figure>${raw(labelled(await historyPicture(trial, history, WIDTH), `${label}. The table holds the same numbers.`))}</figure>
<details><summary>Table</summary><div class="scroll" tabindex="0" role="region" aria-label="${label}: table"><table><thead><tr>${['run', 'begun', 'model', 'prices', 'value', 'change', 'level'].map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${trial.values.map(({ of, value }, i) => html`<tr><th scope="row">${of.run}</th><td>${of.started}</td><td>${of.model}</td><td>${of.profile} ${of.prices}</td><td>${metricValue(metric.name, value, trial.unit)}</td><td>${i === 0 ? '–' : inPercent(value === trial.values[i - 1].value ? 1 : value / trial.values[i - 1].value)}</td><td>${begins.has(i) ? 'new' : ''}</td></tr>
`)}</tbody></table></div></details></div>
`;
}
