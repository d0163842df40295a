import { phases } from '../../experiment/phase.ts';
import { html } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { measure, type Measures, type Placed } from './measures.ts';
import type { Row, Scene } from './scene.ts';
import { duration, moment } from './told.ts';

/** How a diagram is drawn: to scale, or each step as high as its text; as wide as it may be; phases that end where another's do. */
export interface DiagramOptions {
  readonly scale: boolean;
  readonly width: number;
  /** Heights of the phases, at least. */
  readonly phaseHeights?: Readonly<Record<string, number>>;
  /** Whether steps and boxes say what they are when pointed at; they do unless it is false. */
  readonly hints?: boolean;
}

/** A sequence diagram of a request: cores and exception levels from left to right, time downwards. Colours are the page's. */
export function diagram(scene: Scene, options: DiagramOptions): Markup {
  const m = measure(scene, options);
  const label = `${scene.title}: sequence diagram of one request, ${scene.rows.length} steps on ${new Set(scene.lanes.map(({ core }) => core)).size} cores and devices, ${duration(scene.latencyPs, scene.unit)} in all. The steps are listed as text too.`;
  return html`<svg class="sequence" viewBox="0 0 ${m.width} ${m.height}" width="${m.width}" height="${m.height}" role="img" aria-label="${label}">
${heads(scene, m)}
${bands(scene, m)}
${m.rows.map((placed, i) => row(scene, m, placed, i, m.rows[i - 1], options.hints !== false))}
</svg>`;
}

/** Cores above, exception levels below, and a line down from each. */
function heads({ lanes }: Scene, m: Measures): Markup {
  const cores = [...new Set(lanes.map(({ core }) => core))];
  return html`${cores.map((core) => {
    const own = lanes.flatMap((lane, i) => (lane.core === core ? [i] : []));
    const [left, right] = [m.laneX(own[0]) - m.lane / 2, m.laneX(own[own.length - 1]) + m.lane / 2];
    return html`<g><rect class="core" x="${left + 1}" y="${m.top}" width="${right - left - 2}" height="${m.height - m.top - 4}" rx="4"/><text class="core-name" x="${(left + right) / 2}" y="${m.top - 34}" text-anchor="middle">${shortCore(core, right - left, m.font)}</text></g>`;
  })}${lanes.map(({ name, el }, i) => html`<g><title>${name === '' ? 'device' : name}</title>${el === null ? null : html`<text class="level" x="${m.laneX(i)}" y="${m.top - 19}" text-anchor="middle">EL${el}</text><text class="vm" x="${m.laneX(i)}" y="${m.top - 6}" text-anchor="middle">${vmSign(name, m.lane)}</text>`}<path class="life" d="M${m.laneX(i)} ${m.top}V${m.height - 8}"/></g>`)}`;
}

/** As much of a core's name as fits. */
function shortCore(core: string, room: number, font: number): string {
  const names = core === 'device' ? ['device', 'dev'] : core === 'host' ? ['host core', 'host', 'h'] : core === 'guest 0 vCPU 0' ? ['guest core', 'guest'] : [core.replace(/^guest 0 /, '')];
  const letters = Math.max(3, Math.floor(room / (font * 0.6)));
  return names.find(({ length }) => length <= letters) ?? names[names.length - 1].slice(0, letters);
}

function vmSign(name: string, lane: number): string {
  const vm = name.replace(/^EL\d /, '');
  const short: Readonly<Record<string, readonly [narrow: string, wide: string]>> = { GuestVM: ['G', 'guest'], HostVM: ['H', 'HostVM'], host: ['h', 'host'], hypervisor: ['X', 'hyp'], machine: ['', ''] };
  return (short[vm] ?? ['', vm])[lane >= 34 ? 1 : 0];
}

function bands(scene: Scene, m: Measures): Markup {
  return html`${phases.flatMap((phase) => {
    const band = m.bands.get(phase);
    if (band === undefined) return [];
    const total = scene.rows.reduce((sum, row) => sum + (row.phase === phase ? row.ps * row.times : 0), 0);
    return [html`<g><path class="phase-line" d="M0 ${band.top}H${m.width}"/><text class="phase" x="${m.labelX}" y="${band.top + m.font + 2}">${phase} <tspan class="quiet">${duration(total, scene.unit)}</tspan></text></g>`];
  })}`;
}

function row(scene: Scene, m: Measures, { row: it, y, height, runs }: Placed, i: number, before: Placed | undefined, hints: boolean): Markup {
  const hint = `${it.label}${it.times > 1 ? `, ${it.times} times` : ''}: ${duration(it.ps, scene.unit)}, at ${moment(it.atPs, scene.unit)}${it.because === '' ? '' : `\nbecause ${it.because}`}`;
  return html`<g class="row"${hints ? html` data-row="${i}"` : null}>${hints ? html`<rect class="hit" x="0" y="${y}" width="${m.width}" height="${Math.max(height, 1)}"/><title>${hint}</title>` : null}
${arrow(m, it, y, height, runs[0].lane, before)}${it.by === 'flight' ? null : runs.map((run, r) => html`${r > 0 && runs[r - 1].lane !== run.lane ? html`<path class="level-change" d="M${m.laneX(runs[r - 1].lane)} ${run.y}H${m.laneX(run.lane)}"/>` : null}<rect class="tone-${run.tone.replaceAll(' ', '-')}" x="${m.laneX(run.lane) - m.box / 2}" y="${run.y}" width="${m.box}" height="${run.height}"${hints ? html`><title>${it.label}\n${run.says}</title></rect>` : html`/>`}`)}
${it.ps > 0 && m.isBroken(i) ? html`<path class="break" d="${zigzag(m, runs[0].lane, y + height / 2)}"/>` : null}${label(scene, m, it, y, height, hints)}</g>
`;
}

/** From where the row before ended to where this one begins; what is sent from core to core is drawn across its flight. */
function arrow(m: Measures, { by }: Row, y: number, height: number, lane: number, before: Placed | undefined): Markup | null {
  const from = before?.runs.at(-1)?.lane;
  if (before === undefined || from === undefined || before.row.by === 'flight') return null;
  const [x1, x2] = [m.laneX(from), m.laneX(lane)];
  const side = Math.sign(x2 - x1);
  const end = x2 - side * (m.box / 2);
  if (by === 'flight') return html`<path class="sent" d="M${x1} ${px(y)}L${end} ${px(y + height)}${head(side)}"/>`;
  return from === lane ? null : html`<path class="turn" d="M${x1 + side * (m.box / 2)} ${px(y)}H${end}${head(side)}"/>`;
}

/** The head of an arrow, in the same path: a line has no area to be filled. */
const head = (to: number): string => `l${-5 * to}-3v6l${5 * to}-3`;

/** A tenth of a px is more than can be seen. */
const px = (value: number): number => Number(value.toFixed(1));

function zigzag(m: Measures, lane: number, y: number): string {
  const x = m.laneX(lane) - m.box / 2 - 3;
  const step = (m.box + 6) / 6;
  return `M${x} ${y}${[1, -1, 1, -1, 1, -1].map((side) => `l${step.toFixed(1)} ${4 * side}`).join('')}`;
}

function label(scene: Scene, m: Measures, { label: text, ps, times, because }: Row, y: number, height: number, hints: boolean): Markup | null {
  if (height < m.font) return null;
  const room = Math.floor((m.width - m.labelX - m.timeRoom) / (m.font * 0.55));
  const shown = cut(`${text}${times > 1 ? ` × ${times}` : ''}`, room);
  // Where there is room for it, the reason stands beside.
  const why = !hints || because === '' || room - shown.length < 24 ? null : html`<tspan class="quiet">  ${cut(because, room - shown.length - 2)}</tspan>`;
  const base = y + Math.min(height / 2 + m.font * 0.36, 16);
  return html`<text class="says" x="${m.labelX}" y="${px(base)}">${shown}${why}</text><text class="takes" x="${m.width - 2}" y="${px(base)}">${duration(ps * times, scene.unit)}</text>`;
}

const cut = (text: string, room: number): string => (text.length > room ? `${text.slice(0, Math.max(1, room - 1))}…` : text);
