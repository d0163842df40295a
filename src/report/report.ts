import type { Spec } from 'vega';
import type { Results, TrialResult } from '../experiment/results.ts';
import { profileInWords } from './accuracy-words.ts';
import { answer, answersTable, titleOf } from './answer.ts';
import { bandsTable } from './bands-table.ts';
import { compiled } from './charts/compile.ts';
import { bootSection } from './boot-section.ts';
import { charts } from './charts/index.ts';
import { picture } from './charts/picture.ts';
import { sharedParts } from './charts/shared-parts.ts';
import { comparisonOf, settingInWords } from './comparison.ts';
import type { Comparison, Point } from './comparison.ts';
import { costs } from './costs.ts';
import { densitySection } from './density-section.ts';
import { embedded } from './embedded.ts';
import type { Embedded } from './embedded.ts';
import { failedTrials } from './failed-trials.ts';
import { figure } from './figure.ts';
import { glossary } from './glossary.ts';
import { CONTRAST_STYLE } from './contrast/style.ts';
import { DIAGRAM_STYLE } from './explained/diagram-style.ts';
import { lengthsSection } from './lengths-section.ts';
import { livesSection } from './lives/section.ts';
import { limits } from './limits.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { neighboursSection } from './neighbours-section.ts';
import { page } from './page.ts';
import type { Client } from './page.ts';
import { repeat } from './repeat.ts';
import { entriesFor, isOverLengths, scenesOf, spansGroup } from './scenes.ts';
import { shownOnPage } from './slices.ts';
import { systemsTable } from './systems-table.ts';
import { tornadoSection } from './tornado-section.ts';
import { trialsByEntry, verdictsOf } from './verdict.ts';
import type { Verdict } from './verdict.ts';
import { whatIfSection } from './whatif/section.ts';

/** Width of the charts that stand in the page before its script runs, in px. */
const WIDTH = 560;

/** One HTML file that needs nothing else, readable and printable without its script. `client` is the built script and style of src/report/client. */
export async function reportHtml(all: Results, client: Client): Promise<string> {
  const results: Results = { ...all, trials: shownOnPage(all) };
  const comparison = comparisonOf(results);
  const verdicts = verdictsOf(results, comparison);
  const drawn = await drawnCharts(comparison);
  const lives = await livesSection(results);
  const whatIf = client.simulator === undefined ? null : await whatIfSection(results, comparison, client.simulator);
  const [density, neighbours] = [await densitySection(results), await neighboursSection(results)];
  const tornado = await tornadoSection(results, comparison, verdicts);
  const body = html`${results.trials.length < all.trials.length ? html`<p class="note">This page shows ${results.trials.length} of ${all.trials.length} trials: one key of the grid varies at a time, each other one has the middle of its values. The numbers beside this page hold all.</p>` : null}
${answersSection(results, comparison, verdicts)}
${failedTrials(all)}
${whatIf}
${density}
${neighbours}
${comparison.groups.map((group, g) => html`<section class="group" id="${group.id}" aria-labelledby="${group.id}-title"><h2 id="${group.id}-title">${group.title}</h2>
<div class="charts of-group">${drawn.figures.get(group.id) ?? null}</div>
${verdicts.filter(({ point }) => point.group === g).map((verdict) => pointSection(results, comparison, verdict, drawn.figures.get(verdict.point.id) ?? []))}</section>
`)}
${lengthsSection(comparison, drawn.figures)}
${bootSection(results, comparison)}
${tornado}
${lives}
${repeat(results)}
${costs(results)}
${glossary()}`;
  return page(results.suite, new Set(comparison.entries.map((entry) => entry.system)).size, body, drawn.parts, embedded(results.suite.name, comparison, scenesOf(comparison), drawn.specs, drawn.uses), { script: client.script, style: `${client.style}\n${DIAGRAM_STYLE}${CONTRAST_STYLE}` });
}

function answersSection(results: Results, comparison: Comparison, verdicts: readonly Verdict[]): Markup {
  return html`<div class="top"><section aria-labelledby="answers"><h2 id="answers">The answer</h2>${answersTable(comparison, verdicts)}
<p class="note">Candidates are virtio backends that ship; prototypes, hypothetical systems, passthrough and emulated devices are named beside the answer where they are ahead. Baseline: ${results.suite.baseline}.${results.accuracy === undefined ? '' : ` ${profileInWords(results.suite.profile, results.accuracy)}`}</p></section>${limits(results)}</div>`;
}

function pointSection(results: Results, comparison: Comparison, verdict: Verdict, figures: readonly Markup[]): Markup {
  const { point } = verdict;
  const group = comparison.groups[point.group];
  const title = titleOf(comparison, point);
  // Along an axis they stand with the group.
  const leads = group?.axis === null ? LEAD : 0;
  const [lead, rest] = [figures.slice(0, leads), figures.slice(leads)];
  return html`<section class="point" id="${point.id}" aria-label="${title}"><h3>${point.at === null || group === undefined || group.axis === null ? 'Answer' : `At ${settingInWords(group.axis, point.at)}`}</h3>
${answer(verdict)}
${lead.length > 0 ? html`<div class="charts">${lead}</div>` : null}
${systemsTable(comparison, comparison.points.indexOf(point), verdict, title, results.suite.baseline)}
<p class="note">◇ hypothetical, △ prototype. A bound is no candidate.</p>
${bandsTable(trialsAt(results, comparison, point), title)}
<div class="charts">${rest}</div></section>
`;
}

/** Best first. */
function trialsAt(results: Results, comparison: Comparison, point: Point): readonly TrialResult[] {
  const trialOf = trialsByEntry(results);
  return comparison.entries.filter((entry) => comparison.points[entry.point] === point).flatMap((entry) => trialOf(point, entry) ?? []);
}

/** Charts that stand above the table of a point: how fast, before why. */
const LEAD = charts.filter(({ over }) => over === 'axis').length;

interface DrawnCharts {
  /** Every chart as a figure, under the id of the point or group where it stands. */
  readonly figures: ReadonlyMap<string, readonly Markup[]>;
  /** Each different specification once, and what the pictures share. */
  readonly specs: readonly Spec[];
  readonly uses: Embedded['uses'];
  readonly parts: string;
}

async function drawnCharts(comparison: Comparison): Promise<DrawnCharts> {
  const scenes = scenesOf(comparison);
  const drawn: { readonly place: string; readonly svg: string; readonly figureOf: (svg: string) => Markup }[] = [];
  const known = new Map<string, number>();
  const specs: Spec[] = [];
  const uses: Record<string, number> = {};
  for (const [index, point] of comparison.points.entries()) {
    const scene = scenes[point.group];
    const group = comparison.groups[point.group];
    if (scene === undefined || group === undefined) continue;
    for (const chart of charts) {
      if (chart.over === 'length' && !isOverLengths(comparison, point.group)) continue;
      const spans = spansGroup(chart, comparison, point.group);
      const place = chart.over === 'length' ? `${group.id}-lengths` : spans ? group.id : point.id;
      if (spans && comparison.points.findIndex((other) => other.group === point.group) !== index) continue;
      const key = JSON.stringify([chart.id, chart.spec(scene)]);
      const at = known.get(key) ?? specs.push(compiled(chart, scene)) - 1;
      known.set(key, at);
      uses[`${chart.id} ${group.id}`] = at;
      const spec = specs[at];
      if (spec === undefined) continue;
      const entries = entriesFor(chart, comparison, index);
      const svg = await picture(spec, chart.rows(entries, scene), WIDTH);
      const where = { id: place, title: spans ? group.title : titleOf(comparison, point), point: index };
      drawn.push({ place, svg, figureOf: (slim) => figure(chart, scene, where, slim, chart.table(entries, scene)) });
    }
  }
  const { pictures, parts } = sharedParts(drawn.map(({ svg }) => svg));
  const figures = new Map<string, Markup[]>();
  for (const [i, { place, figureOf }] of drawn.entries()) figures.set(place, [...(figures.get(place) ?? []), figureOf(pictures[i] ?? '')]);
  return { figures, specs, uses, parts };
}
