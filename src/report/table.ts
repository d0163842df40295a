import type { Table } from './charts/chart.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { readable, wholeNumber } from './numbers.ts';

/**
 * A table whose first column names the system, by which the selection hides rows; all other cells are numbers. End tags
 * that HTML lets one leave out, and scopes that follow from where a header stands, would be a third of the page's tables.
 */
export function tableOf(table: Table, caption: string): Markup {
  // Whole numbers stay whole where the whole column is.
  const whole = table.columns.map((_, i) => table.rows.every((row) => typeof row[i] !== 'number' || Number.isInteger(row[i])));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}: table"><table class="numbers"><caption class="away">${caption}</caption><thead><tr>${
    table.columns.map((column, i) => html`<th${i === 0 ? null : html` class="n"`}>${column}`)
  }<tbody>${table.rows.map((row) => html`<tr>${row.map((cell, i) => (i === 0
    ? html`<th>${String(cell ?? '')}`
    : html`<td>${typeof cell === 'string' ? cell : whole[i] === true ? wholeNumber(cell) : readable(cell)}`))}`)}</table></div>`;
}
