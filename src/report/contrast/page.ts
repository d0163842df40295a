import type { Contrast, FrameDifference, Waterfall } from '../../experiment/waterfall.ts';
import { contentSecurityPolicy } from '../csp.ts';
import { DIAGRAM_COLOURS } from '../explained/diagram-style.ts';
import { PAGE_STYLE } from '../explained/page-style.ts';
import { duration } from '../explained/told.ts';
import { html, raw } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { ResultUnit } from '../units.ts';
import { flameDrawing, gone } from './flame-drawing.ts';
import { CONTRAST_STYLE } from './style.ts';
import { waterfallDrawing } from './waterfall-drawing.ts';
import type { Fallen } from './waterfall-drawing.ts';

/** One HTML file that needs nothing else and has no script: how two systems differ, in waterfalls, flame graphs and tables. */
export async function contrastPage(contrast: Contrast, unit: ResultUnit, asked: string): Promise<string> {
  const style = DIAGRAM_COLOURS + PAGE_STYLE + CONTRAST_STYLE;
  const policy = await contentSecurityPolicy([], [style]);
  const { a, b, requests, byGroup, byPhase, cpu, latencyTree, cpuTree } = contrast;
  const fallen = (what: string): Fallen => ({ what, a, b, requests, unit });
  const difference = byGroup.bPs - byGroup.aPs;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${a} and ${b} · vhost-lab</title>
<style>${raw(style)}</style>
</head>
<body>
<header><p class="brand">vhost-lab diff</p><h1>${a} → ${b}</h1>
<p class="lead">Mean latency <b>${duration(byGroup.aPs / requests, unit)} → ${duration(byGroup.bPs / requests, unit)}</b>, ${duration(Math.abs(difference) / requests, unit)} ${difference > 0 ? 'more' : 'less'}; CPU time per request ${duration(cpu.aPs / requests, unit)} → ${duration(cpu.bPs / requests, unit)}. ${asked}, ${requests} requests. Every part is what the simulation charged, and the parts sum to the difference exactly.</p></header>
<main>
${part('Latency by what costs it', byGroup, fallen('Mean latency by group of costs'))}
${part('Latency by phase', byPhase, fallen('Mean latency by phase'))}
${flame('Latency: phase, path, cost', latencyTree, fallen('Mean latency'))}
${part('CPU time by what costs it', cpu, fallen('CPU time per request by group of costs'))}
${flame('CPU time: role, path, cost', cpuTree, fallen('CPU time per request'))}
</main>
</body>
</html>
`.markup;
}

function part(title: string, waterfall: Waterfall, fallen: Fallen): Markup {
  return html`<section><h2>${title}</h2><div class="wide">${waterfallDrawing(waterfall, fallen, 1000)}</div><div class="narrow">${waterfallDrawing(waterfall, fallen, 340)}</div>
<details><summary>Table</summary>${waterfallTable(waterfall, fallen, title)}</details></section>
`;
}

/** The numbers of a waterfall. */
export function waterfallTable({ aPs, bPs, falls }: Waterfall, { a, b, requests, unit }: Fallen, caption: string): Markup {
  const cells = (had: number, has: number): Markup => html`<td class="n">${duration(had / requests, unit)}</td><td class="n">${duration(has / requests, unit)}</td><td class="n">${signed((has - had) / requests, unit)}</td>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}: table"><table><thead><tr><th scope="col">of one request</th><th scope="col" class="n">${a}</th><th scope="col" class="n">${b}</th><th scope="col" class="n">difference</th></tr></thead>
<tbody>${falls.map(({ name, aPs: had, bPs: has }) => html`<tr><th scope="row">${name}</th>${cells(had, has)}</tr>`)}<tr><th scope="row"><b>sum</b></th>${cells(aPs, bPs)}</tr></tbody></table></div>`;
}

const signed = (ps: number, unit: ResultUnit): string => (ps === 0 ? '0' : `${ps > 0 ? '+' : '−'}${duration(Math.abs(ps), unit)}`);

function flame(title: string, tree: FrameDifference, fallen: Fallen): Markup {
  return html`<section><h2>${title}</h2><p class="soft">As wide as ${fallen.b} takes; <span class="more">warm</span> is more than ${fallen.a} takes, cool is less, grey is the same. Point at a frame for its numbers.</p>
<div class="wide">${flameDrawing(tree, fallen, 1000)}</div><div class="narrow">${flameDrawing(tree, fallen, 340)}</div>
${goneList(tree, fallen)}</section>
`;
}

/** What only the first system has, which its flame graph cannot show. */
export function goneList(tree: FrameDifference, { a, requests, unit }: Fallen): Markup | null {
  const all = [...gone(tree)].sort((one, other) => other.ps - one.ps);
  if (all.length === 0) return null;
  return html`<details><summary>Only in ${a}: ${all.length} ${all.length === 1 ? 'part' : 'parts'}, ${duration(all.reduce((sum, { ps }) => sum + ps, 0) / requests, unit)}</summary><ul>${all.map(({ way, ps }) => html`<li>${way.join(' · ')} <span class="soft">${duration(ps / requests, unit)}</span></li>`)}</ul></details>`;
}
