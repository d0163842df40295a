import { pointTitle } from '../comparison.ts';
import { controls } from './controls.ts';
import { liveFigure } from './figures.ts';
import type { LiveFigure } from './figures.ts';
import { lives } from './lives.ts';
import { pageData } from './page-data.ts';
import type { PageData } from './page-data.ts';
import { expandForPrint } from './printing.ts';
import { sortable } from './sort.ts';
import { fromHash, toHash } from './state.ts';
import type { State } from './state.ts';
import { showSelected, systemRows } from './table-rows.ts';
import { Tooltip } from './tooltip.ts';
import { whatIfPanel } from './whatif/what-if-panel.ts';

/** While a hand drags, the link waits for it, in ms: browsers allow a page a few of them a second. */
const LINK_MS = 300;

/** Makes the page interactive: without this it is a complete, longer document. */
function start(data: PageData): void {
  const root = document.documentElement;
  let state = fromHash(location.hash, data);
  /** Figure in which the selection was made: it fades what is not selected, the others leave it out. */
  let source: string | null = null;

  const set = (change: Partial<State>, from: string | null = null): void => {
    state = { ...state, ...change };
    source = state.systems.size > 0 ? from : null;
    history.replaceState(null, '', toHash(state, data));
    show();
    announce(data, state);
  };
  const choose = (systems: ReadonlySet<string>, add: boolean, from: string): void => {
    if (!add) return set({ systems }, from);
    const next = new Set(state.systems);
    for (const system of systems) if (!next.delete(system)) next.add(system);
    set({ systems: next }, from);
  };

  const bar = controls(data, set);
  document.getElementById('controls')?.replaceWith(bar.bar);
  const tooltip = new Tooltip();
  const figures = [...document.querySelectorAll<HTMLElement>('figure.chart')].flatMap((figure): readonly LiveFigure[] => {
    const live = liveFigure(figure, data, tooltip, choose);
    return live ? [live] : [];
  });
  for (const table of document.querySelectorAll<HTMLTableElement>('table[data-sortable]')) sortable(table);
  let linkTimer = 0;
  const whatIf = whatIfPanel(data, (overrides) => {
    state = { ...state, overrides };
    clearTimeout(linkTimer);
    linkTimer = window.setTimeout(() => history.replaceState(null, '', toHash(state, data)), LINK_MS);
  }, (said, followed) => {
    say(said);
    for (const figure of figures) figure.follow(state.point, followed);
  }, living);

  function show(): void {
    if (state.theme === 'auto') delete root.dataset['theme'];
    else root.dataset['theme'] = state.theme;
    bar.show(state);
    showPoint(data, state);
    for (const figure of figures) figure.show(state, source);
    whatIf?.show(state);
  }

  addEventListener('hashchange', () => {
    const anchor = location.hash.slice(1);
    const point = data.points.findIndex(({ id }) => id === anchor);
    if (anchor.includes('=')) state = fromHash(location.hash, data);
    // A link of the answers table: everything else stays as it was chosen.
    else if (point >= 0) return set({ point });
    else history.replaceState(null, '', toHash(state, data));
    show();
  });
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    tooltip.hide();
    if (state.systems.size > 0) set({ systems: new Set() });
  });
  addEventListener('scroll', () => tooltip.hide(), { passive: true });
  expandForPrint();
  root.dataset['live'] = '';
  show();
}

/** Shows one point and what belongs to its group; the rest stays in the page for the printer. */
function showPoint(data: PageData, { point, systems }: State): void {
  const shown = data.points[point];
  for (const [index, { id }] of data.points.entries()) document.getElementById(id)?.classList.toggle('off', index !== point);
  for (const [index, { id }] of data.groups.entries()) document.getElementById(id)?.classList.toggle('off', index !== shown?.group);
  const section = document.getElementById(shown?.id ?? '');
  const wide = section?.closest('.group')?.querySelector('.of-group');
  if (wide) section?.querySelector('.systems')?.closest('.scroll')?.before(wide);
  showSelected(systemRows(document, '.systems'), systems);
  for (const row of document.querySelectorAll<HTMLElement>('.answers tr[data-point]')) {
    const current = row.dataset['point'] === shown?.id;
    row.classList.toggle('current', current);
    const link = row.querySelector('a');
    if (current) link?.setAttribute('aria-current', 'true');
    else link?.removeAttribute('aria-current');
  }
}

function announce(data: PageData, state: State): void {
  const point = data.points[state.point];
  const group = data.groups[point?.group ?? -1];
  if (!point || !group) return;
  const all = data.entries.filter((entry) => entry.point === state.point);
  const shown = all.filter((entry) => state.systems.size === 0 || state.systems.has(entry.system));
  say(`${pointTitle(point, group)}: ${shown.length} of ${all.length} systems shown`);
}

function say(text: string): void {
  const said = document.getElementById('said');
  if (said) said.textContent = text;
}

const living = lives();
const data = pageData();
if (data !== null && data.points.length > 0) start(data);
