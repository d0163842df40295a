import type { Contrast, FrameDifference, Waterfall } from '../../experiment/waterfall.ts';
import { DIAGRAM_COLOURS } from '../explained/diagram-style.ts';
import { PAGE_STYLE } from '../explained/page-style.ts';
import { duration } from '../explained/told.ts';
import { htmlFile } from '../html-file.ts';
import { html } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { ResultUnit } from '../units.ts';
import { flameDrawing } from './flame-drawing.ts';
import { CONTRAST_STYLE } from './style.ts';
import { goneList, waterfallTable } from './tables.ts';
import { waterfallDrawing } from './waterfall-drawing.ts';
import type { Fallen } from './waterfall-drawing.ts';

/** One HTML file that needs nothing else and has no script: how two systems differ, in waterfalls, flame graphs and tables. */
export function contrastPage(contrast: Contrast, unit: ResultUnit, asked: string): Promise<string> {
  const style = DIAGRAM_COLOURS + PAGE_STYLE + CONTRAST_STYLE;
  const { a, b, requests, byGroup, byPhase, cpu, latencyTree, cpuTree } = contrast;
  const fallen = (what: string): Fallen => ({ what, a, b, requests, unit });
  const difference = byGroup.bPs - byGroup.aPs;
  return htmlFile({
    title: `${a} and ${b}`,
    style,
    body: html`<header><p class="brand">vhost-lab diff</p><h1>${a} → ${b}</h1>
<p class="lead">Mean latency <b>${duration(byGroup.aPs / requests, unit)} → ${duration(byGroup.bPs / requests, unit)}</b>, ${duration(Math.abs(difference) / requests, unit)} ${difference > 0 ? 'more' : 'less'}; CPU time per request ${duration(cpu.aPs / requests, unit)} → ${duration(cpu.bPs / requests, unit)}. ${asked}, ${requests} requests. Every part is what the simulation charged, and the parts sum to the difference exactly.</p></header>
<main>
${part('Latency by what costs it', byGroup, fallen('Mean latency by group of costs'))}
${part('Latency by phase', byPhase, fallen('Mean latency by phase'))}
${flame('Latency: phase, path, cost', latencyTree, fallen('Mean latency'))}
${part('CPU time by what costs it', cpu, fallen('CPU time per request by group of costs'))}
${flame('CPU time: role, path, cost', cpuTree, fallen('CPU time per request'))}
</main>`,
  });
}

function part(title: string, waterfall: Waterfall, fallen: Fallen): Markup {
  return html`<section><h2>${title}</h2><div class="wide">${waterfallDrawing(waterfall, fallen, 1000)}</div><div class="narrow">${waterfallDrawing(waterfall, fallen, 340)}</div>
<details><summary>Table</summary>${waterfallTable(waterfall, fallen, title)}</details></section>
`;
}

function flame(title: string, tree: FrameDifference, fallen: Fallen): Markup {
  return html`<section><h2>${title}</h2><p class="soft">As wide as ${fallen.b} takes; <span class="more">warm</span> is more than ${fallen.a} takes, cool is less, grey is the same. Point at a frame for its numbers.</p>
<div class="wide">${flameDrawing(tree, fallen, 1000)}</div><div class="narrow">${flameDrawing(tree, fallen, 340)}</div>
${goneList(tree, fallen)}</section>
`;
}
