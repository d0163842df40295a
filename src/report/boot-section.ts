import type { Results } from '../experiment/results.ts';
import { titleOf } from './answer.ts';
import { bootPoints } from './boots.ts';
import type { Boot, BootPoint } from './boots.ts';
import type { Comparison } from './comparison.ts';
import { MATURITY_SIGN } from './entry.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { readable, wholeNumber } from './numbers.ts';
import type { ResultUnit } from './units.ts';

/** What setting up all devices of a guest adds to its boot; nothing where no workload sets devices up. */
export function bootSection(results: Results, comparison: Comparison): Markup | null {
  const points = bootPoints(results, comparison);
  const [first] = points;
  if (first === undefined) return null;
  const systems = new Map(points.flatMap(({ bySystem }) => [...bySystem]));
  const total = ({ system }: Boot): number => points.reduce((sum, { bySystem, devices }) => sum + (bySystem.get(system)?.each ?? 0) * devices, 0);
  const rows = [...systems.values()].toSorted((a, b) => total(a) - total(b));
  return html`<section aria-labelledby="boot" class="lengths"><h2 id="boot">What booting costs</h2>
<p class="lead">${summary(first, titleIn(comparison, first))}</p>
<div class="scroll" tabindex="0" role="region" aria-label="What booting costs: table"><table class="systems numbers"><caption class="away">Time and exits to set up all devices of a guest, for each system</caption>
<thead><tr><th scope="col">system</th>${points.map((boot) => html`<th scope="col" class="n">${devicesInWords(boot)}<br>${titleIn(comparison, boot)}<br>${wholeNumber(Math.round(boot.accesses * boot.devices))} accesses</th>`)}</tr></thead>
<tbody>${rows.map(({ system, maturity }) => html`<tr><th scope="row">${system}${MATURITY_SIGN[maturity]}</th>${points.map((boot) => cell(boot, boot.bySystem.get(system)))}</tr>
`)}</tbody></table></div>
<p class="note">Each cell: time of all devices together, one after the other, and exits of the guest for it. A device is ${listed(points)} accesses of its driver, counted while both halves ran; only these accesses are priced. ◇ hypothetical, △ prototype.</p></section>`;
}

function cell({ devices, point }: BootPoint, boot: Boot | undefined): Markup {
  if (boot === undefined) return html`<td>–</td>`;
  return html`<td>${timeInWords(boot.each * devices, point.unit)} <small>${wholeNumber(Math.round(boot.exits * devices))} exits</small></td>`;
}

/** The device and its settings; that it is set up is said already. */
const titleIn = (comparison: Comparison, { point }: BootPoint): string => titleOf(comparison, point).replace(' · handshake', '');

/** The first column in a sentence: from the best to the worst. */
function summary(boot: BootPoint, title: string): string {
  const { bySystem, devices, point, accesses } = boot;
  const sorted = [...bySystem.values()].toSorted((a, b) => a.each - b.each);
  const [best] = sorted;
  const worst = sorted.at(-1);
  if (best === undefined || worst === undefined) return '';
  const time = ({ each }: Boot): string => timeInWords(each * devices, point.unit);
  return `Booting with ${devicesInWords(boot)} (${title}) is ${wholeNumber(Math.round(accesses * devices))} register accesses: ${time(best)} with ${best.system}, ${time(worst)} with ${worst.system}.`;
}

const devicesInWords = ({ devices }: BootPoint): string => (devices === 1 ? '1 device' : `${wholeNumber(devices)} devices`);

function timeInWords(us: number, unit: ResultUnit): string {
  if (unit !== 'time') return `${readable(us / 1000)} M instr.`;
  return us < 1000 ? `${readable(us)} µs` : `${readable(us / 1000)} ms`;
}

/** `45, 49 or 64`: what one device of each point takes. */
function listed(points: readonly BootPoint[]): string {
  const counts = [...new Set(points.map(({ accesses }) => Math.round(accesses)))].toSorted((a, b) => a - b);
  return counts.length === 1 ? String(counts[0]) : `${counts.slice(0, -1).join(', ')} or ${counts.at(-1)}`;
}
