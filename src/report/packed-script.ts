import { UNPACK } from './client/unpack.ts';
import { deflated } from './lives/deflated.ts';
import { html, raw } from './markup.ts';
import type { Markup } from './markup.ts';

/** A script at half its size, with all the texts that the security policy has to let run. */
export async function packedScript(text: string): Promise<{ readonly markup: Markup; readonly runs: readonly string[] }> {
  return { markup: html`<script type="text/plain" id="packed">${raw(await deflated(text))}</script>\n<script>${raw(UNPACK)}</script>`, runs: [UNPACK, text] };
}
