import { html } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { Scene } from './scene.ts';

const tones: readonly (readonly [tone: string, says: string])[] = [
  ['guest user', 'guest user'], ['guest kernel', 'guest kernel'], ['world switch', 'world switch'], ['hypervisor', 'hypervisor'], ['host kernel', 'host kernel'], ['host user', 'host user'],
  ['polling', 'polling'], ['device', 'device'], ['run queue', 'waits for its core'], ['busy core', 'waits for a busy core'], ['behind others', 'waits behind others'],
];

/** What the colours of some diagrams mean, as far as they occur. */
export function legend(...scenes: readonly Scene[]): Markup {
  const met = new Set(scenes.flatMap(({ rows }) => rows.flatMap(({ runs }) => runs.map(({ tone }) => tone))));
  return html`<ul class="key">${tones.filter(([tone]) => met.has(tone)).map(([tone, says]) => html`<li><svg width="11" height="11" aria-hidden="true"><rect class="tone-${tone.replaceAll(' ', '-')}" width="10" height="10"/></svg> ${says}</li>`)}</ul>`;
}
