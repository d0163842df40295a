/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { player } from './player.ts';
import { expandForPrint } from './printing.ts';

/** The script of a page that explains one request: its player. */
function start(): void {
  const place = document.getElementById('player');
  const text = document.getElementById('data')?.textContent;
  if (place === null || !text) return;
  const said: readonly string[] = JSON.parse(text);
  const shown = (): readonly (Element | null)[] => [...document.querySelectorAll('svg.sequence')].filter((svg) => svg.getClientRects().length > 0);
  player(place, shown, () => [said]);
  expandForPrint();
}

start();
