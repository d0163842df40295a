import { contrast } from '../../experiment/waterfall.ts';
import { flameDrawing } from '../contrast/flame-drawing.ts';
import { goneList, waterfallTable } from '../contrast/tables.ts';
import { waterfallDrawing } from '../contrast/waterfall-drawing.ts';
import type { Fallen } from '../contrast/waterfall-drawing.ts';
import { diagram } from '../explained/diagram.ts';
import { measure } from '../explained/measures.ts';
import { duration } from '../explained/told.ts';
import { html } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { LifeOf } from './lives.ts';

/** Two diagrams side by side whose phases begin at the same height. */
export function alignedDiagrams(a: LifeOf, b: LifeOf, width: number, scale: boolean): readonly [Markup, Markup] {
  const heights = [a, b].map(({ scene }) => measure(scene, { scale, width }).bands);
  const phaseHeights = Object.fromEntries([...new Set(heights.flatMap((bands) => [...bands.keys()]))].map((phase) => [phase, Math.max(...heights.map((bands) => bands.get(phase)?.height ?? 0))]));
  const [one, other] = [a, b].map(({ scene }) => diagram(scene, { scale, width, phaseHeights }));
  return [one, other];
}

/** What stands above a diagram. */
export function caption({ system, met, scene }: LifeOf): Markup {
  return html`<b>${system}</b> <span>${duration(scene.latencyPs, scene.unit)}</span>${met === '' ? null : html`<br><small>${met}</small>`}`;
}

/** How two systems differ in the mean of the requests that were watched: waterfalls, their numbers, flame graphs. */
export function contrastOf(a: LifeOf, b: LifeOf, width: number): Markup {
  const { byGroup, byPhase, cpu, latencyTree, cpuTree, requests } = contrast(a.attribution, b.attribution);
  const fallen = (what: string): Fallen => ({ what, a: a.system, b: b.system, requests, unit: a.scene.unit });
  const [latency, phase, time] = ['Latency by what costs it', 'Latency by phase', 'CPU time by what costs it'].map(fallen);
  const parts = [{ waterfall: byGroup, of: latency }, { waterfall: byPhase, of: phase }, { waterfall: cpu, of: time }];
  return html`<div class="contrast">${parts.map(({ waterfall, of }) => html`<figure><figcaption><h4>${of.what}</h4></figcaption>${waterfallDrawing(waterfall, of, width)}<details class="twin"><summary>Table</summary>${waterfallTable(waterfall, of, of.what)}</details></figure>`)}
${[{ tree: latencyTree, of: fallen('Latency: phase and path') }, { tree: cpuTree, of: fallen('CPU time: role and path') }].map(({ tree, of }) => html`<figure><figcaption><h4>${of.what}</h4><p class="note">As wide as ${b.system} takes; warm is more than ${a.system}, cool less.</p></figcaption>${flameDrawing(tree, of, width)}${goneList(tree, of)}</figure>`)}</div>`;
}
