import { deflated } from './lives/deflated.ts';
import { html, raw } from './markup.ts';
import type { Markup } from './markup.ts';

/** Puts the packed script into the page, which its hash in the security policy lets run. */
const UNPACK = `(async () => {
  const packed = Uint8Array.from(atob(document.getElementById('packed').textContent), (letter) => letter.charCodeAt(0));
  const script = document.createElement('script');
  script.textContent = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).text();
  document.body.append(script);
})();`;

/** A script at half its size, with all the texts that the security policy has to let run. */
export async function packedScript(text: string): Promise<{ readonly markup: Markup; readonly runs: readonly string[] }> {
  return { markup: html`<script type="text/plain" id="packed">${raw(await deflated(text))}</script>\n<script>${raw(UNPACK)}</script>`, runs: [UNPACK, text] };
}
