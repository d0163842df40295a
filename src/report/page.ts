import type { SuiteSummary } from '../experiment/results.ts';
import { scriptJson } from './embedded.ts';
import type { Embedded } from './embedded.ts';
import { head } from './head.ts';
import { html, raw } from './markup.ts';
import type { Markup } from './markup.ts';

/** The document around the content: head with the security policy, header, data, script. */
export async function page(suite: SuiteSummary, systems: number, body: Markup, data: Embedded, client: { readonly script: string; readonly style: string }): Promise<string> {
  if (/<\/script|<!--/i.test(client.script)) throw new Error('the script of the report contains </script or <!--, which would end it early');
  if (/<\/style/i.test(client.style)) throw new Error('the style of the report contains </style, which would end it early');
  return html`<!doctype html>
<html lang="en">
${await head(`${suite.name}: which virtio backend?`, client.style, client.script)}
<body>
<a class="skip" href="#answers">Skip to the answer</a>
<header><p class="brand">vhost-lab</p><h1>${suite.name}</h1>
<p class="lead">Profile <b>${suite.profile}</b>, policy <b>${suite.policy}</b>, ${data.points.length} comparison${data.points.length === 1 ? '' : 's'} of ${systems} systems. Every comparison asks all systems the same requests.</p></header>
<div id="controls"></div>
<main>
${body}
</main>
<p id="said" class="away" role="status" aria-live="polite"></p>
<script type="application/json" id="data">${raw(scriptJson(data))}</script>
<script>${raw(client.script)}</script>
</body>
</html>
`.markup;
}
