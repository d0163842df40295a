import type { Table } from './charts/chart.ts';
import { labelled } from './figure.ts';
import { html, raw } from './markup.ts';
import type { Markup } from './markup.ts';
import { tableOf } from './table.ts';

/** Width in which these pictures are drawn, in px: no script draws them anew. */
const WIDTH = 760;

/** A picture over guests that stands as it was drawn: heading, how to read it, and its numbers. */
export async function guestsFigure(id: string, title: string, says: string, of: string, draw: (width: number) => Promise<string>, table: Table): Promise<Markup> {
  const svg = await draw(WIDTH);
  return html`<figure class="chart" id="${id}"><figcaption><h3>${title}</h3><p>${says}</p></figcaption>
<div class="picture">${raw(labelled(svg, `${title}: ${of}. The table below holds the same numbers.`))}</div>
<details class="twin"><summary>Table</summary>${tableOf(table, `${title}, ${of}`)}</details></figure>
`;
}
