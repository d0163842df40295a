import type { Chain } from '../virtio/inspect/chain.ts';
import { hex } from '../virtio/inspect/elements.ts';
import type { Inspection, Notice, Position } from '../virtio/inspect/inspection.ts';
import { rules } from '../virtio/inspect/rules.ts';
import { placeOf } from '../virtio/inspect/violation.ts';
import { htmlFile } from './html-file.ts';
import { html, type Markup } from './markup.ts';
import { ringDrawing } from './ring-drawing.ts';
import { RING_STYLE } from './ring-style.ts';

/** Rows of a table of chains: more make a page that no one reads, and `--json` has them all. */
const MOST_CHAINS = 512;
const MOST_VIOLATIONS = 200;

/** A page without a script: every queue drawn, and in words. */
export function ringPage(inspections: readonly Inspection[]): Promise<string> {
  const total = inspections.reduce((sum, { violations }) => sum + violations.length, 0);
  return htmlFile({
    title: 'Virtqueues in memory',
    style: RING_STYLE,
    body: html`<header><p class="brand">vhost-lab inspect</p><h1>Virtqueues in memory</h1>
<p>${inspections.length} queue${inspections.length === 1 ? '' : 's'}: ${verdict(total)}</p>
<nav aria-label="Queues"><ul>${inspections.map(({ name, violations }, i) => html`<li><a href="#queue-${i}">${name}</a>${violations.length === 0 ? null : html` <span class="bad">${violations.length}</span>`}</li>`)}</ul></nav></header>
<main>
${inspections.map(section)}
</main>`,
  });
}

const verdict = (violations: number): Markup => (violations === 0 ? html`<span class="good">nothing violates VIRTIO 1.2</span>` : html`<span class="bad">${violations} violation${violations === 1 ? '' : 's'} of VIRTIO 1.2</span>`);

function section(inspection: Inspection, i: number): Markup {
  const { name, layout, size, positions, violations, remarks, kick, interrupt, chains } = inspection;
  const what = layout === 'split' ? 'chains' : 'buffers';
  return html`<section id="queue-${i}" aria-labelledby="queue-${i}-title"><h2 id="queue-${i}-title">${name}</h2>
<p class="soft">${layout} ring of ${size} descriptors: ${verdict(violations.length)}</p>
<div class="queue"><figure>${ringDrawing(inspection)}
<figcaption>${layout === 'split' ? 'Outside in: available ring, used ring, descriptor table.' : 'The descriptor ring.'} Slot 0 is at the top, clockwise.
<ul class="key">${([['available', 'available'], ['flight', 'in flight'], ['unreaped', 'used, not reaped'], ['free', 'free or done']] as const).map(([state, says]) => html`<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="${state}" width="10" height="10"/></svg>${says}</li>`)}</ul></figcaption></figure>
<div><h3>Where both sides stand</h3><dl>${position(layout === 'split' ? 'avail.idx' : 'next avail', 'driver', positions.nextAvail)}${position('last avail', 'device', positions.lastAvail)}${position(layout === 'split' ? 'used.idx' : 'used', 'device', positions.used)}${position('last used', 'driver', positions.lastUsed)}</dl>
<h3>What is where</h3><dl>${fact('available', count(inspection.available), what)}${fact('in flight', count(inspection.inFlight), what)}${fact('unreaped', count(inspection.unreaped), what)}${fact('in use', count(inspection.descriptorsInUse), `of ${size} descriptors`)}</dl>
<h3>Notifications</h3><dl>${notice('kick', kick)}${notice('interrupt', interrupt)}</dl>
${remarks.map((remark) => html`<p class="soft">${remark}</p>`)}</div></div>
${violations.length === 0 ? null : html`<h3 class="bad">Violations</h3><ul class="wrongs">${violations.slice(0, MOST_VIOLATIONS).map((violation) => html`<li><b>${placeOf(violation)}</b>: ${violation.reason} <span class="soft">(${violation.by}; ${violation.section}: ${rules[violation.rule].says})</span></li>`)}</ul>${more(violations.length - MOST_VIOLATIONS)}`}
${chains.length === 0 ? null : html`<details><summary>${chains.length} ${what}</summary><div class="scroll" tabindex="0" role="region" aria-label="${what} of ${name}"><table><thead><tr><th scope="col">state</th><th scope="col">slot</th><th scope="col">${layout === 'split' ? 'head' : 'id'}</th><th scope="col">reads</th><th scope="col">writes</th><th scope="col">written</th><th scope="col">elements</th></tr></thead><tbody>${chains.slice(0, MOST_CHAINS).map((chain) => row(chain, layout === 'split'))}</tbody></table></div>${more(chains.length - MOST_CHAINS)}</details>`}
</section>
`;
}

const fact = (name: string, value: string, says: string): Markup => html`<div><dt>${name}</dt><dd>${value}</dd><dd class="soft">${says}</dd></div>`;

const position = (name: string, side: string, at: Position | null): Markup =>
  fact(name, at === null ? '?' : at.wrap === null ? String(at.index) : `${at.index}, wrap ${at.wrap}`, at === null ? `${side}'s: not in memory` : `${side}'s: ${at.from}`);

const notice = (what: string, { field, value, asks, next, why, section: cited }: Notice): Markup =>
  html`${fact(field, value, asks)}${fact(`next ${what}`, next === null ? '?' : next ? 'sent' : 'not sent', `${why} (${cited})`)}`;

const count = (value: number | null): string => (value === null ? '?' : String(value));

const more = (left: number): Markup | null => (left > 0 ? html`<p class="soft">and ${left} more: --json has them all</p>` : null);

function row({ state, slot, head, id, readableBytes, writableBytes, writtenBytes, elements }: Chain, isSplit: boolean): Markup {
  const words = elements.slice(0, 16).map(({ address, length, isWritable, isIndirect }) => `${isIndirect ? 'table' : isWritable ? 'w' : 'r'} ${hex(address)}+${length}`);
  const known = elements.length > 0;
  return html`<tr><th scope="row">${state === 'used' ? 'unreaped' : state}</th><td>${slot}</td><td>${isSplit ? head : id}</td><td>${known ? readableBytes : null}</td><td>${known ? writableBytes : null}</td><td>${writtenBytes}</td><td>${words.join(', ')}${elements.length > 16 ? ` and ${elements.length - 16} more` : ''}</td></tr>`;
}
