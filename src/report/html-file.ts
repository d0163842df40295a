import { contentSecurityPolicy } from './csp.ts';
import { scriptJson } from './embedded.ts';
import { html, raw } from './markup.ts';
import type { Markup } from './markup.ts';
import { packedScript } from './packed-script.ts';

/** What differs between the pages: `data` is what the script reads, as JSON in the element with the id `data`; a packed script starts a moment later. */
export interface PageContent {
  readonly title: string;
  readonly style: string;
  readonly body: Markup;
  readonly script?: { readonly text: string; readonly data: unknown; readonly packed?: boolean };
}

/** One HTML file that needs nothing else: a head whose security policy lets only its own style and script act, and nothing be asked for. */
export async function htmlFile({ title, style, body, script }: PageContent): Promise<string> {
  if (script !== undefined && /<\/script|<!--/i.test(script.text)) throw new Error('the script of the report contains </script or <!--, which would end it early');
  if (/<\/style/i.test(style)) throw new Error('the style of the report contains </style, which would end it early');
  const client = script === undefined ? null : script.packed === true ? await packedScript(script.text) : { markup: html`<script>${raw(script.text)}</script>`, runs: [script.text] };
  const policy = await contentSecurityPolicy(client?.runs ?? [], [style]);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title} · vhost-lab</title>
<style>${raw(style)}</style>
</head>
<body>
${body}
${script === undefined ? null : html`<script type="application/json" id="data">${raw(scriptJson(script.data))}</script>
${client?.markup ?? null}
`}</body>
</html>
`.markup;
}
