import { contentSecurityPolicy } from './csp.ts';
import { html, raw } from './markup.ts';
import type { Markup } from './markup.ts';

/** The head of a page that needs nothing else: only these scripts and this style run, nothing is fetched or told. */
export async function head(title: string, style: string, ...scripts: readonly string[]): Promise<Markup> {
  return html`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(await contentSecurityPolicy(scripts, [style]))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title} · vhost-lab</title>
<style>${raw(style)}</style>
</head>`;
}
