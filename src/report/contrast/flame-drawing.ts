import type { FrameDifference } from '../../experiment/waterfall.ts';
import { duration } from '../explained/told.ts';
import { html } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { Fallen } from './waterfall-drawing.ts';

const ROW = 21;
/** Narrower frames cannot be seen. */
const LEAST_PX = 0.6;

/** A differential flame graph, upside down: as wide as the second system's time, coloured by what it has more or less than the first. */
export function flameDrawing(root: FrameDifference, fallen: Fallen, width: number): Markup {
  const largest = largestDifference(root.parts);
  const frames: Markup[] = [];
  const depth = draw(root, 0, 0, width, fallen, largest, root.bPs, frames);
  const label = `${fallen.what} of ${fallen.b}, against ${fallen.a}: ${root.parts.map((part) => inWords(part, fallen)).join('; ')}.`;
  return html`<svg class="flame" viewBox="0 0 ${width} ${depth * ROW + 2}" width="${width}" height="${depth * ROW + 2}" role="img" aria-label="${label}">
${frames}</svg>`;
}

function draw(frame: FrameDifference, x: number, level: number, width: number, fallen: Fallen, largest: number, wholePs: number, frames: Markup[]): number {
  const y = level * ROW + 1;
  const letters = Math.floor((width - 8) / 6.3);
  const words = inWords(frame, fallen);
  const shown = frame.name.length <= letters ? frame.name : letters > 4 ? `${frame.name.slice(0, letters - 1)}…` : '';
  frames.push(html`<g><title>${words}</title><rect class="${level === 0 ? 'same' : shade(frame, largest)}" x="${x.toFixed(2)}" y="${y}" width="${Math.max(0, width - 0.6).toFixed(2)}" height="${ROW - 2}" rx="1.5"/>${shown === '' ? null : html`<text x="${(x + 4).toFixed(1)}" y="${y + 14}">${shown}</text>`}</g>
`);
  let at = x;
  let deepest = level + 1;
  for (const part of frame.parts) {
    const own = frame.bPs > 0 ? (width * part.bPs) / frame.bPs : 0;
    if (own >= LEAST_PX) deepest = Math.max(deepest, draw(part, at, level + 1, own, fallen, largest, wholePs, frames));
    at += own;
  }
  return deepest;
}

/** Three shades each way; the darkest is half of the largest difference and more. */
function shade({ aPs, bPs }: FrameDifference, largest: number): string {
  const share = (bPs - aPs) / largest;
  const size = Math.abs(share);
  if (size < 0.01) return 'same';
  return `${share > 0 ? 'more' : 'less'}-${size < 0.1 ? 1 : size < 0.5 ? 2 : 3}`;
}

function largestDifference(parts: readonly FrameDifference[]): number {
  return parts.reduce((most, { aPs, bPs, parts: inner }) => Math.max(most, inner.length === 0 ? Math.abs(bPs - aPs) : largestDifference(inner)), 1);
}

function inWords({ name, aPs, bPs }: FrameDifference, { requests, unit }: Fallen): string {
  const by = bPs - aPs;
  return `${name} ${duration(bPs / requests, unit)} (${by === 0 ? 'the same' : `${by > 0 ? '+' : '−'}${duration(Math.abs(by) / requests, unit)}`})`;
}

/** The leaves that the second system has not at all: a flame graph of its time cannot show them. */
export function gone(root: FrameDifference, way: readonly string[] = []): readonly { readonly way: readonly string[]; readonly ps: number }[] {
  return root.parts.flatMap((part) => {
    const here = [...way, part.name];
    if (part.bPs === 0 && part.aPs > 0) return [{ way: here, ps: part.aPs }];
    return gone(part, here);
  });
}
