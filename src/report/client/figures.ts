import { charts } from '../charts/index.ts';
import type { Chart, Row, Scene } from '../charts/chart.ts';
import { vegaLite } from '../charts/specification.ts';
import { csv } from '../csv.ts';
import type { Entry } from '../entry.ts';
import { entriesFor, spansGroup } from '../scenes.ts';
import type { Followed } from '../whatif/followed.ts';
import { png, save, standaloneSvg, withColours } from './download.ts';
import { element } from './element.ts';
import { LiveChart } from './live-chart.ts';
import type { PageData } from './page-data.ts';
import type { State } from './state.ts';
import { showSelected, systemRows } from './table-rows.ts';
import type { Tooltip } from './tooltip.ts';

/** A figure of the page, brought to life when it is first seen. */
export interface LiveFigure {
  readonly figure: HTMLElement;
  readonly show: (state: State, source: string | null) => void;
  /** What the chart of a point shows while something is changed there; null is the report again. */
  readonly follow: (point: number, followed: Followed | null) => void;
}

export function liveFigure(figure: HTMLElement, data: PageData, tooltip: Tooltip, choose: (systems: ReadonlySet<string>, add: boolean, source: string) => void): LiveFigure | null {
  const chart = charts.find(({ id }) => id === figure.dataset['chart']);
  const point = Number(figure.dataset['point']);
  const group = data.points[point]?.group ?? -1;
  const scene = data.scenes[group];
  const spec = data.specs[data.uses[`${chart?.id ?? ''} ${data.groups[group]?.id ?? ''}`] ?? -1];
  const picture = figure.querySelector<HTMLElement>('.picture');
  if (!chart || !scene || !spec || !picture) return null;
  const entries = entriesFor(chart, data, point);
  let shown: { readonly state: State; readonly source: string | null } | null = null;
  let live: LiveChart | null = null;
  let followed: Followed | null = null;
  let seen = false;
  let inView = false;
  const note = element('p', { class: 'note', hidden: true }, 'With what is changed above; pale, and in the table: as in the report.');
  figure.querySelector('figcaption')?.append(note);
  const rows = systemRows(figure, '.twin');
  const selected = (): readonly Entry[] => followed?.entries ?? entries.filter((entry) => shown === null || shown.state.systems.size === 0 || shown.state.systems.has(entry.system));
  const draw = (): void => {
    if (!seen || shown === null || picture.clientWidth === 0) return;
    live ??= new LiveChart(picture, spec, tooltip, (systems, add) => choose(systems, add, figure.id));
    note.hidden = followed === null;
    void live.draw(rowsOf(chart, scene, followed === null && shown.source === figure.id ? entries : selected(), followed?.now ?? shown.state.systems));
  };
  new IntersectionObserver((found) => {
    inView = found.at(-1)?.isIntersecting === true;
    seen ||= inView;
    draw();
  }, { rootMargin: '300px' }).observe(figure);
  new ResizeObserver(draw).observe(picture);
  const title = figure.querySelector('h3')?.textContent ?? chart.id;
  figure.append(downloads(`${slug(data.name)}-${figure.id}`, {
    CSV: () => new Blob([csv(chart.table(selected(), scene))], { type: 'text/csv' }),
    SVG: () => new Blob([svgOf(picture, title)], { type: 'image/svg+xml' }),
    PNG: () => png(svgOf(picture, title)),
    spec: () => new Blob([withColours(JSON.stringify(vegaLite(chart, scene, chart.rows(selected(), scene)), null, 1))], { type: 'application/json' }),
  }));
  return {
    figure,
    show: (state, source) => {
      shown = { state, source };
      showSelected(rows, state.systems);
      draw();
    },
    follow: (at, next) => {
      if (spansGroup(chart, data, group) || chart.over === 'length') return;
      followed = at === point ? next : null;
      // Each chart in a task of its own, so that the page answers in between.
      if (inView) setTimeout(draw);
    },
  };
}

function rowsOf(chart: Chart, scene: Scene, entries: readonly Entry[], selected: ReadonlySet<string>): readonly Row[] {
  return chart.rows(entries, scene).map((row) => (selected.size === 0 || selected.has(row.system) ? row : { ...row, faded: true }));
}

const ENDING = { CSV: 'csv', SVG: 'svg', PNG: 'png', spec: 'vl.json' } as const;

function downloads(name: string, make: Readonly<Record<keyof typeof ENDING, () => Blob | Promise<Blob>>>): HTMLElement {
  const kinds = ['CSV', 'SVG', 'PNG', 'spec'] as const;
  return element('div', { class: 'downloads', role: 'group', 'aria-label': 'Download' }, ...kinds.map((kind) => {
    const button = element('button', { type: 'button', 'data-kind': kind }, kind);
    button.addEventListener('click', () => void Promise.resolve(make[kind]()).then((blob) => save(`${name}.${ENDING[kind]}`, blob)));
    return button;
  }));
}

function svgOf(picture: HTMLElement, title: string): string {
  const svg = picture.querySelector('svg');
  return svg === null ? '' : standaloneSvg(svg, title);
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'report';
}
