import type { Waterfall } from '../../experiment/waterfall.ts';
import { duration } from '../explained/told.ts';
import { html } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { ResultUnit } from '../units.ts';

/** What a waterfall is called, and how its sums become numbers of one request. */
export interface Fallen {
  readonly what: string;
  readonly a: string;
  readonly b: string;
  readonly requests: number;
  readonly unit: ResultUnit;
}

const ROW = 25;
const TOP = 6;

/** A bar of a waterfall: from and to in ps, and where it leads. */
interface Bar {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly kind: 'total' | 'more' | 'less';
  readonly says: string;
}

/** From one system's mean to another's, part by part; every bar begins where the last one ended. */
export function waterfallDrawing({ aPs, bPs, falls }: Waterfall, { what, a, b, requests, unit }: Fallen, width: number): Markup {
  const mean = (ps: number): string => duration(ps / requests, unit);
  const bars: Bar[] = [{ name: a, from: 0, to: aPs, kind: 'total', says: mean(aPs) }];
  let at = aPs;
  for (const { name, aPs: had, bPs: has, byPs } of falls.filter(({ byPs: by }) => by !== 0)) {
    bars.push({ name, from: at, to: at + byPs, kind: byPs > 0 ? 'more' : 'less', says: `${byPs > 0 ? '+' : '−'}${mean(Math.abs(byPs))} (${mean(had)} → ${mean(has)})` });
    at += byPs;
  }
  bars.push({ name: b, from: 0, to: bPs, kind: 'total', says: mean(bPs) });
  const narrow = width < 520;
  const labels = Math.min(240, width * (narrow ? 0.36 : 0.28));
  const values = narrow ? 74 : 196;
  const most = Math.max(...bars.flatMap(({ from, to }) => [from, to]));
  const least = Math.min(...bars.flatMap(({ from, to, kind }) => (kind === 'total' ? [to] : [from, to])));
  // Where the parts are small against the whole, the axis begins later, and the totals show it.
  const start = least > 0.6 * most ? least - (most - least) * 0.35 : 0;
  const x = (ps: number): number => labels + ((Math.max(ps, start) - start) / Math.max(most - start, 1)) * (width - labels - values);
  const lettersOf = (kind: Bar['kind']): number => Math.floor((labels - 8) / (kind === 'total' ? 7.3 : 6.4));
  const label = `${what}: from ${a}, ${mean(aPs)}, to ${b}, ${mean(bPs)}, in ${bars.length - 2} parts. The table holds the same numbers.`;
  return html`<svg class="waterfall" viewBox="0 0 ${width} ${TOP + bars.length * ROW + 4}" width="${width}" height="${TOP + bars.length * ROW + 4}" role="img" aria-label="${label}">
${bars.map(({ name, from, to, kind, says }, i) => {
    const y = TOP + i * ROW;
    const letters = lettersOf(kind);
    const [left, right] = [x(Math.min(from, to)), x(Math.max(from, to))];
    return html`<g><title>${name}: ${says}</title><text class="${kind === 'total' ? 'total' : 'part'}" x="${labels - 8}" y="${y + 16}" text-anchor="end">${name.length > letters ? `${name.slice(0, letters - 1)}…` : name}</text><rect class="${kind}" x="${left.toFixed(1)}" y="${y + 3}" width="${Math.max(1.5, right - left).toFixed(1)}" height="${ROW - 7}" rx="2"/>${
      kind === 'total' && start > 0 ? html`<path class="cut" d="M${labels + 12} ${y}l5 ${ROW / 4}l-5 ${ROW / 4}l5 ${ROW / 4}l-5 ${ROW / 4}"/>` : null}${
      i < bars.length - 1 ? html`<path class="link" d="M${x(to).toFixed(1)} ${y + ROW - 4}V${y + ROW + 3}"/>` : null}<text class="value" x="${(right + 6).toFixed(1)}" y="${y + 16}">${narrow ? says.replace(/ \(.*/, '') : says}</text></g>
`;
  })}</svg>`;
}
