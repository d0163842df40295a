/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { element } from './element.ts';

/** Long enough to read a step. */
const PAUSE_MS = 1100;

/** What a step of a diagram says aloud; the page holds them as JSON, in order. */
export type Said = readonly string[];

/**
 * Lets a reader go through diagrams step by step: by buttons, by arrow keys, Home and End while the focus is within,
 * or by letting it run. What each step is, is said in a live region.
 */
export function player(place: HTMLElement, diagrams: () => readonly (Element | null)[], said: () => readonly Said[]): { readonly reset: () => void } {
  let at = -1;
  let timer: number | null = null;
  const status = element('p', { class: 'step-now', role: 'status', 'aria-live': 'polite' }, 'Step through the life of the request.');
  const button = (name: string, label: string, act: () => void): HTMLButtonElement => {
    const made = element('button', { type: 'button', 'aria-label': label }, name);
    made.addEventListener('click', () => {
      stop();
      act();
    });
    return made;
  };
  const count = (): number => Math.max(0, ...said().map((list) => list.length));
  const show = (next: number): void => {
    at = Math.max(-1, Math.min(next, count() - 1));
    for (const diagram of diagrams()) {
      diagram?.querySelector('.now')?.classList.remove('now');
      const row = diagram?.querySelector(`[data-row="${at}"]`);
      row?.classList.add('now');
      const box = row?.getBoundingClientRect();
      if (row && box && (box.top < 80 || box.bottom > innerHeight - 40)) row.scrollIntoView({ block: 'center' });
    }
    const lines = said().flatMap((list) => (at < 0 || list[at] === undefined ? [] : [list[at]]));
    status.textContent = at < 0 ? 'Step through the life of the request.' : `Step ${at + 1} of ${count()}. ${lines.join(' | ')}`;
  };
  const stop = (): void => {
    if (timer !== null) clearInterval(timer);
    timer = null;
    play.textContent = 'Play';
  };
  const play = element('button', { type: 'button' }, 'Play');
  play.addEventListener('click', () => {
    if (timer !== null) return stop();
    if (at >= count() - 1) show(-1);
    play.textContent = 'Pause';
    timer = window.setInterval(() => (at >= count() - 1 ? stop() : show(at + 1)), PAUSE_MS);
  });
  const bar = element('div', { class: 'player', role: 'group', 'aria-label': 'Step through' },
    button('First', 'First step', () => show(0)), button('Back', 'Step back', () => show(at - 1)), play, button('Next', 'Next step', () => show(at + 1)), button('Last', 'Last step', () => show(count() - 1)));
  place.replaceChildren(bar, status);
  const keys: Readonly<Record<string, () => number>> = { ArrowRight: () => at + 1, ArrowDown: () => at + 1, ArrowLeft: () => at - 1, ArrowUp: () => at - 1, Home: () => 0, End: () => count() - 1 };
  bar.addEventListener('keydown', (event) => {
    const to = keys[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    stop();
    show(to());
  });
  return {
    reset: () => {
      stop();
      show(-1);
    },
  };
}
