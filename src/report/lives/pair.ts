import type { Frame } from '../../experiment/attribution.ts';
import { phases } from '../../experiment/phase.ts';
import { contrastSums, merged } from '../../experiment/waterfall.ts';
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

/** Two diagrams side by side whose phases begin at the same height; without hints they say nothing when pointed at. */
export function alignedDiagrams(a: LifeOf, b: LifeOf, width: number, scale: boolean, hints = true): readonly [Markup, Markup] {
  const heights = [a, b].map(({ scene }) => measure(scene, { scale, width }).bands);
  const phaseHeights = Object.fromEntries([...new Set(heights.flatMap((bands) => [...bands.keys()]))].map((phase) => [phase, Math.max(...heights.map((bands) => bands.get(phase)?.height ?? 0))]));
  const [one, other] = [a, b].map(({ scene }) => diagram(scene, { scale, width, phaseHeights, hints }));
  return [one, other];
}

/** What stands above a diagram; `asRun` is the life in the report where this is another one of the same system. */
export function caption({ system, met, scene }: LifeOf, asRun: LifeOf | null = null): Markup {
  return html`<b>${system}</b> <span>${duration(scene.latencyPs, scene.unit)}</span>${asRun === null ? null : html` <small>what if; in the report ${duration(asRun.scene.latencyPs, scene.unit)}</small>`}${met === '' ? null : html`<br><small>${met}</small>`}`;
}

/** How the means of two systems differ, part by part. */
export function waterfallsOf(a: LifeOf, b: LifeOf, width: number): readonly Markup[] {
  const { byGroup, byPhase, cpu } = contrastSums(a.attribution, b.attribution);
  const of = fallen(a, b, a.attribution.requests);
  return ([['Latency by what costs it', byGroup], ['Latency by phase', byPhase], ['CPU time by what costs it', cpu]] as const).map(([what, waterfall]) =>
    html`<figure><figcaption><h4>${what}</h4></figcaption>${waterfallDrawing(waterfall, of(what), width)}<details class="twin"><summary>Table</summary>${waterfallTable(waterfall, of(what), what)}</details></figure>`);
}

/** The request of the diagram by phase and path, and the CPU time of its like by role and path. */
export function flamesOf(a: LifeOf, b: LifeOf, width: number): readonly Markup[] {
  const latency = { what: 'Latency of this request: phase and path', tree: merged(treeOf(a), treeOf(b)), requests: 1 };
  const cpu = { what: 'CPU time per request: role and path', tree: merged(a.cpuTree, b.cpuTree), requests: a.attribution.requests };
  return [latency, cpu].map(({ what, tree, requests }) => {
    const of = fallen(a, b, requests)(what);
    return html`<figure><figcaption><h4>${what}</h4><p class="note">As wide as ${b.system} takes; warm is more than ${a.system}, cool less.</p></figcaption>${flameDrawing(tree, of, width)}${goneList(tree, of)}</figure>`;
  });
}

const fallen = (a: LifeOf, b: LifeOf, requests: number) => (what: string): Fallen => ({ what, a: a.system, b: b.system, requests, unit: a.scene.unit });

/** What a diagram shows, as a tree of phases and paths. */
function treeOf({ scene }: LifeOf): Frame {
  const parts = phases.map((phase): Frame => {
    const paths = new Map<string, number>();
    for (const row of scene.rows) if (row.phase === phase) paths.set(row.label, (paths.get(row.label) ?? 0) + row.ps * row.times);
    const leaves = [...paths].map(([name, ps]) => ({ name, ps, parts: [] }));
    return { name: phase, ps: leaves.reduce((sum, { ps }) => sum + ps, 0), parts: leaves };
  });
  return { name: 'latency', ps: parts.reduce((sum, { ps }) => sum + ps, 0), parts: parts.filter(({ ps }) => ps > 0) };
}
