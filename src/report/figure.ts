import type { Chart, Scene, Table } from './charts/chart.ts';
import { html, raw } from './markup.ts';
import type { Markup } from './markup.ts';
import { tableOf } from './table.ts';

/** A chart on the page: heading, how to read it, the picture, its numbers, and the downloads that the script fills in. */
export function figure(chart: Chart, scene: Scene, where: { readonly id: string; readonly title: string; readonly point: number }, svg: string, table: Table): Markup {
  const title = chart.title(scene);
  const label = `${title}: ${where.title}. The table below holds the same numbers.`;
  return html`<figure class="chart" id="${where.id}-${chart.id}" data-chart="${chart.id}" data-point="${where.point}">
<figcaption><h3>${title}</h3><p>${chart.says(scene)}</p></figcaption>
<div class="picture">${raw(labelled(svg, label))}</div>
<details class="twin"><summary>Table</summary>${tableOf(table, `${title}, ${where.title}`)}</details>
</figure>
`;
}

/** A picture with a label for those who do not see it. */
export function labelled(svg: string, label: string): string {
  return svg.replace(/^<svg/, html`<svg role="img" aria-label="${label}"`.markup.replaceAll('$', '$$$$'));
}
