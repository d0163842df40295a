import type { Results } from '../experiment/results.ts';
import { guestsPicture } from './charts/over-guests.ts';
import type { GuestsPoint } from './charts/over-guests.ts';
import { coresFor, densitiesOf } from './density.ts';
import type { Density, DensityPoint } from './density.ts';
import { guestsFigure } from './guests-figure.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { readable, wholeNumber } from './numbers.ts';
import { systemName } from './system-name.ts';

/** How many cores back ends must have for so many guests; nothing where a suite does not vary both. */
export async function densitySection(results: Results): Promise<Markup | null> {
  const densities = [...densitiesOf(results)];
  if (densities.length === 0) return null;
  const parts = await Promise.all(densities.map(([name, density]) => part(name, density, densities.length > 1)));
  return html`<section aria-labelledby="density" class="lengths"><h2 id="density">How many cores must back ends have?</h2>
${parts}</section>`;
}

async function part(name: string, density: Density, named: boolean): Promise<Markup> {
  const { guests, limits, systems } = density;
  return html`${named ? html`<h3>${name}</h3>` : null}<p class="lead">${sentence(density)}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Backend cores for ${name}: table"><table class="systems"><caption class="away">Fewest backend cores with which p99 stays below a limit, for each system and number of guests (${name})</caption>
<thead><tr><th scope="col">system</th><th scope="col" class="n">guests</th>${limits.map((limit) => html`<th scope="col" class="n">p99 &lt; ${inWords(limit)}</th>`)}</tr></thead>
<tbody>${systems.map((system) => guests.map((count) => html`<tr><th scope="row">${system.system}</th><td class="n">${wholeNumber(count)}</td>${limits.map((limit) => html`<td class="n">${cell(density, coresFor(system, count, limit))}</td>`)}</tr>
`))}</tbody></table></div>
<p class="note">The fewest cores of those that were tried (${listed(density.cores)}); p99 is that of all guests' requests together. All ask the same requests.</p>
<div class="charts wide">${await chart('p99', name, density, 'p99 over guests, by backend cores, µs', 'The 99th percentile of latency. Where a line leaves the floor its cores are too few.', (point) => point.p99, 'µs')}
${await chart('each', name, density, 'Throughput of each guest over guests, by backend cores, requests /s', 'Requests that each guest gets done in a second. Where a line falls guests get less than they ask for.', (point) => point.each, 'requests /s')}</div>`;
}

async function chart(id: string, name: string, { systems, cores }: Density, title: string, says: string, value: (point: DensityPoint) => number, unit: string): Promise<Markup> {
  const label = (count: number): string => (count === 1 ? '1 core' : `${wholeNumber(count)} cores`);
  const points = systems.flatMap(({ system, points: all }) => {
    const { hypervisor, variant } = systemName(system);
    return all.map((point): GuestsPoint => ({
      system: `${system} ${point.cores}`, panel: `${hypervisor}/${variant}`, line: label(point.cores), guests: point.guests, value: value(point),
      tip: `${system}\n${wholeNumber(point.guests)} guests, ${label(point.cores)}: ${readable(value(point))} ${unit}`,
    }));
  });
  const table = { columns: ['system', 'guests', 'backend cores', unit], rows: systems.flatMap(({ system, points: all }) => all.map((point) => [system, point.guests, point.cores, value(point)])) };
  return guestsFigure(`density-${id}`, title, says, name, (width) => guestsPicture(points, cores.map(label), 'ratios', width), table);
}

/** The greatest number of guests at the second limit: what each system needs. */
function sentence(density: Density): string {
  const { guests, limits, systems, cores } = density;
  const most = guests.at(-1) ?? 0;
  const limit = limits[1] ?? limits[0] ?? 0;
  const needs = systems.map((system) => ({ system: system.system, cores: coresFor(system, most, limit) })).toSorted((a, b) => (a.cores ?? Infinity) - (b.cores ?? Infinity));
  const [least] = needs;
  const words = needs.map(({ system, cores: needed }, i) => `${needed === null ? `more than ${wholeNumber(cores.at(-1) ?? 0)}` : wholeNumber(needed)}${i === 0 ? ` backend core${needed === 1 ? '' : 's'}` : ''} with ${system}`);
  if (least === undefined) return '';
  return `${wholeNumber(most)} guests at p99 < ${inWords(limit)} need ${[words.slice(0, -1).join(', '), words.at(-1) ?? ''].filter((text) => text !== '').join(' and ')}.`;
}

const cell = ({ cores }: Density, needed: number | null): string => (needed === null ? `> ${wholeNumber(cores.at(-1) ?? 0)}` : wholeNumber(needed));

const inWords = (us: number): string => (us < 1000 ? `${us} µs` : `${us / 1000} ms`);

function listed(counts: readonly number[]): string {
  return counts.length === 1 ? String(counts[0]) : `${counts.slice(0, -1).map(wholeNumber).join(', ')} and ${wholeNumber(counts.at(-1) ?? 0)}`;
}
