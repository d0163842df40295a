import type { Table } from './charts/chart.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { readable } from './numbers.ts';

/** A table whose first column names the system; rows carry it, so that the selection can hide them. */
export function tableOf(table: Table, caption: string): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}: table"><table><caption class="away">${caption}</caption><thead><tr>${
    table.columns.map((column, i) => html`<th scope="col"${i === 0 ? null : html` class="n"`}>${column}</th>`)
  }</tr></thead><tbody>${table.rows.map((row) => html`<tr data-system="${String(row[0] ?? '')}">${row.map((cell, i) => (i === 0
    ? html`<th scope="row">${String(cell ?? '')}</th>`
    : html`<td class="n">${typeof cell === 'string' ? cell : readable(cell)}</td>`))}</tr>`)}</tbody></table></div>`;
}
