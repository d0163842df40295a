import { ROLE_COLOURS, backendColours } from '../charts/palette.ts';
import { ROLES } from '../entry.ts';
import { html } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { readable } from '../numbers.ts';
import { systemName } from '../system-name.ts';
import { durationUnit, rateUnit } from '../units.ts';
import type { ResultUnit } from '../units.ts';
import type { Objective } from '../comparison.ts';
import type { Standing } from './outcome.ts';
import { cpuTimeOf } from './preview.ts';

/** A bar of parts, and behind it the outline of what it was. */
interface Bar {
  readonly label: string;
  readonly parts: readonly { readonly value: number; readonly colour: string }[];
  readonly ghost: number | null;
  /** Whether the value is that of an earlier setting. */
  readonly faint: boolean;
}

const ROW = 30;
const LABEL = 13;

/** What decides, and where the CPU time goes, of each system: two pictures of bars with the report's own as ghosts behind. */
export function drawings(standings: readonly Standing[], objective: Objective, unit: ResultUnit, width: number): Markup {
  const shown = standings.filter(({ refused }) => refused === null);
  const decides = (result: NonNullable<Standing['now']>): number => (objective === 'latency' ? result.metrics.latency_us.mean : result.metrics.throughput_per_s);
  const decisive = shown.map(({ system, now, asRun, settled }): Bar => ({
    label: system, ghost: asRun && decides(asRun), faint: !settled,
    parts: now === null ? [] : [{ value: decides(now), colour: backendColours([systemName(system).backend])[0] }],
  }));
  const cpu = shown.map(({ system, cpu: time, asRun, now, settled }): Bar => ({
    label: system, ghost: asRun && asRun.metrics.cpu_us_per_request.total, faint: time === null && !settled,
    parts: (time ?? (now && cpuTimeOf(now)))?.roles.map((value, i) => ({ value, colour: ROLE_COLOURS[i] })) ?? [],
  }));
  const roles = ROLES.filter((_, i) => cpu.some(({ parts }) => (parts[i]?.value ?? 0) > 0));
  const what = objective === 'latency' ? `Mean latency, ${durationUnit(unit)}` : `Requests ${rateUnit(unit)}`;
  return html`${figure(what, objective === 'latency' ? 'Shorter is better.' : 'Longer is better.', decisive, width)}${
    figure(`CPU time per request, ${durationUnit(unit)}`, 'Follows at once by its derivatives, then as simulated.', cpu, width)}
<ul class="key">${roles.map((role) => html`<li><svg width="10" height="10" aria-hidden="true"><rect width="10" height="10" fill="${ROLE_COLOURS[ROLES.indexOf(role)]}"/></svg> ${role}</li>`)}<li><svg width="14" height="10" aria-hidden="true"><rect class="ghost" x="1" y="1" width="12" height="8"/></svg> in the report</li></ul>`;
}

function figure(title: string, says: string, bars: readonly Bar[], width: number): Markup {
  const longest = Math.max(...bars.map(({ parts, ghost }) => Math.max(total(parts), ghost ?? 0)), 0);
  const scale = longest > 0 ? (width - 64) / longest : 0;
  const height = bars.length * ROW;
  return html`<figure><figcaption><h3>${title}</h3><p class="note">${says}</p></figcaption><svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}: the table below holds the same numbers">${
    bars.map((bar, i) => barOf(bar, i * ROW, scale))}</svg></figure>`;
}

function barOf({ label, parts, ghost, faint }: Bar, y: number, scale: number): Markup {
  let x = 0;
  const rects = parts.map(({ value, colour }) => {
    const [from, long] = [x, value * scale];
    x += long;
    return long < 0.05 ? null : html`<rect x="${px(from)}" y="${y + LABEL + 3}" width="${px(long)}" height="10" fill="${colour}"/>`;
  });
  return html`<g${faint ? html` class="faint"` : null}><text x="0" y="${y + LABEL - 2}" class="name">${label}</text>${ghost === null ? null : html`<rect class="ghost" x="0.5" y="${y + LABEL + 1.5}" width="${px(ghost * scale)}" height="13"/>`}${rects}<text x="${px(Math.max(x, (ghost ?? 0) * scale) + 6)}" y="${y + LABEL + 12}">${parts.length === 0 ? '…' : readable(total(parts))}</text></g>`;
}

function total(parts: Bar['parts']): number {
  return parts.reduce((sum, { value }) => sum + value, 0);
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
