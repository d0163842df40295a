import type { SuiteSummary } from '../experiment/results.ts';
import type { Embedded } from './embedded.ts';
import { htmlFile } from './html-file.ts';
import { html, raw } from './markup.ts';
import type { Markup } from './markup.ts';

/** What the report runs in a browser, as built: its script, its style, and the simulator for its workers; without that it has no what-if panel. */
export interface Client {
  readonly script: string;
  readonly style: string;
  readonly simulator?: string;
}

/** The report of a suite around its content; `parts` is what its pictures share. */
export function page(suite: SuiteSummary, systems: number, content: Markup, parts: string, data: Embedded, client: Client): Promise<string> {
  return htmlFile({
    title: `${suite.name}: which virtio backend?`,
    style: client.style,
    script: { text: client.script, data, packed: true },
    body: html`<a class="skip" href="#answers">Skip to the answer</a>
<header><p class="brand">vhost-lab</p><h1>${suite.name}</h1>
<p class="lead">Profile <b>${suite.profile}</b>, policy <b>${suite.policy}</b>, ${data.points.length} comparison${data.points.length === 1 ? '' : 's'} of ${systems} systems. Every comparison asks all systems the same requests.</p></header>
<div id="controls"></div>
<svg class="parts" width="0" height="0" aria-hidden="true"><defs>${raw(parts)}</defs></svg>
<main>
${content}
</main>
<p id="said" class="away" role="status" aria-live="polite"></p>`,
  });
}
