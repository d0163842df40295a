import { nameOfKey } from '../comparison.ts';
import type { Point } from '../comparison.ts';
import { orderedHypervisors } from '../charts/palette.ts';
import { groupBy } from '../group-by.ts';
import { element } from './element.ts';
import type { PageData } from './page-data.ts';
import type { State, Theme } from './state.ts';

/** The bar above the content: which point, which systems, which theme. */
export interface Controls {
  readonly bar: HTMLElement;
  readonly show: (state: State) => void;
}

export function controls(data: PageData, change: (change: Partial<State>) => void): Controls {
  const dimensions = dimensionsOf(data.points);
  const selects = dimensions.map((_, i) => {
    const select = element('select', { id: `choose-${i}` });
    select.addEventListener('change', () => change({ point: nearest(data.points, dimensions, selects.map((other) => other.value), i) }));
    return select;
  });
  const systems = systemFilter(data, (chosen) => change({ systems: chosen }));
  const theme = element('select', { id: 'theme' }, ...(['auto', 'light', 'dark'] as const).map((name) => element('option', { value: name }, name)));
  theme.addEventListener('change', () => change({ theme: themeOf(theme.value) }));
  const fields = dimensions.map((dimension, i) => ({ dimension, select: selects[i] ?? element('select') }));
  const bar = element('div', { class: 'bar', role: 'region', 'aria-label': 'Choose what to show' },
    ...fields.map(({ dimension, select }) => element('label', { for: select.id }, element('span', {}, dimension.name), select)),
    systems.filter, element('label', { for: 'theme', class: 'theme' }, element('span', {}, 'theme'), theme));
  const show = (state: State) => {
    const point = data.points[state.point];
    if (point === undefined) return;
    for (const { dimension, select } of fields) {
      const values = [...new Set(data.points.filter((other) => !dimension.local || other.device === point.device && other.workload === point.workload).map(dimension.of))];
      select.replaceChildren(...values.map((value) => element('option', { value, selected: value === dimension.of(point) }, value)));
      select.closest('label')?.toggleAttribute('hidden', values.length < 2);
    }
    theme.value = state.theme;
    systems.show(state.systems);
  };
  return { bar, show };
}

interface Dimension {
  readonly name: string;
  readonly of: (point: Point) => string;
  /** Has a meaning within one device and workload only. */
  readonly local: boolean;
}

function dimensionsOf(points: readonly Point[]): readonly Dimension[] {
  const keys = [...new Set(points.flatMap((point) => point.params.map(([key]) => key)))];
  return [
    { name: 'device', of: (point) => point.device, local: false },
    { name: 'workload', of: (point) => point.workload, local: false },
    ...keys.map((key) => ({ name: nameOfKey(key), of: (point: Point) => point.params.find(([name]) => name === key)?.[1] ?? '–', local: true })),
    ...(points.some((point) => point.unit !== 'time') ? [{ name: 'unit', of: (point: Point) => point.unit, local: false }] : []),
  ];
}

/** The point that has what was just chosen and most of the rest. */
function nearest(points: readonly Point[], dimensions: readonly Dimension[], wanted: readonly string[], changed: number): number {
  const score = (point: Point) => dimensions.reduce((sum, dimension, i) => sum + (dimension.of(point) === wanted[i] ? (i === changed ? 1000 : 100 - i) : 0), 0);
  return points.reduce((best, point, i) => (score(point) > score(points[best] ?? point) ? i : best), 0);
}

function themeOf(value: string): Theme {
  return value === 'light' || value === 'dark' ? value : 'auto';
}

function systemFilter(data: PageData, change: (systems: ReadonlySet<string>) => void): { readonly filter: HTMLElement; readonly show: (chosen: ReadonlySet<string>) => void } {
  const entries = [...new Map(data.entries.map((entry) => [entry.system, entry])).values()];
  const summary = element('summary', {}, '');
  const boxes = entries.map((entry) => ({ entry, box: element('input', { type: 'checkbox', value: entry.system }) }));
  const groups = groupBy(boxes, ({ entry }) => entry.hypervisor);
  const all = element('button', { type: 'button' }, 'Show all');
  all.addEventListener('click', () => change(new Set()));
  const fieldsets = orderedHypervisors(groups.keys()).map((hypervisor) => element('fieldset', {}, element('legend', {}, hypervisor),
    ...(groups.get(hypervisor) ?? []).map(({ entry, box }) => element('label', {}, box, ` ${entry.key.slice(entry.key.indexOf('/') + 1)}`))));
  const filter = element('details', { class: 'filter' }, summary, element('div', { class: 'panel' }, ...fieldsets, all));
  filter.addEventListener('change', () => {
    const chosen = boxes.filter(({ box }) => box.checked).map(({ entry }) => entry.system);
    change(new Set(chosen.length === boxes.length ? [] : chosen));
  });
  const show = (chosen: ReadonlySet<string>) => {
    summary.textContent = chosen.size === 0 ? `All ${entries.length} systems` : `${chosen.size} of ${entries.length} systems`;
    all.disabled = chosen.size === 0;
    for (const { entry, box } of boxes) box.checked = chosen.size === 0 || chosen.has(entry.system);
  };
  return { filter, show };
}
