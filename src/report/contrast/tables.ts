import type { FrameDifference, Waterfall } from '../../experiment/waterfall.ts';
import { duration } from '../explained/told.ts';
import { html } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { ResultUnit } from '../units.ts';
import { gone } from './flame-drawing.ts';
import type { Fallen } from './waterfall-drawing.ts';

/** The numbers of a waterfall. */
export function waterfallTable({ aPs, bPs, falls }: Waterfall, { a, b, requests, unit }: Fallen, caption: string): Markup {
  const cells = (had: number, has: number): Markup => html`<td class="n">${duration(had / requests, unit)}</td><td class="n">${duration(has / requests, unit)}</td><td class="n">${signed((has - had) / requests, unit)}</td>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}: table"><table><thead><tr><th scope="col">of one request</th><th scope="col" class="n">${a}</th><th scope="col" class="n">${b}</th><th scope="col" class="n">difference</th></tr></thead>
<tbody>${falls.map(({ name, aPs: had, bPs: has }) => html`<tr><th scope="row">${name}</th>${cells(had, has)}</tr>`)}<tr><th scope="row"><b>sum</b></th>${cells(aPs, bPs)}</tr></tbody></table></div>`;
}

const signed = (ps: number, unit: ResultUnit): string => (ps === 0 ? '0' : `${ps > 0 ? '+' : '−'}${duration(Math.abs(ps), unit)}`);

/** What only the first system has, which its flame graph cannot show. */
export function goneList(tree: FrameDifference, { a, requests, unit }: Fallen): Markup | null {
  const all = [...gone(tree)].sort((one, other) => other.ps - one.ps);
  if (all.length === 0) return null;
  return html`<details><summary>Only in ${a}: ${all.length} ${all.length === 1 ? 'part' : 'parts'}, ${duration(all.reduce((sum, { ps }) => sum + ps, 0) / requests, unit)}</summary><ul>${all.map(({ way, ps }) => html`<li>${way.join(' · ')} <span class="soft">${duration(ps / requests, unit)}</span></li>`)}</ul></details>`;
}
