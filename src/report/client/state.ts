import { fromAssignments, toAssignments } from '../whatif/overrides.ts';
import type { Overrides } from '../whatif/overrides.ts';
import type { PageData } from './page-data.ts';

export type Theme = 'auto' | 'light' | 'dark';

/** What the reader chose; all of it stands in the URL hash. */
export interface State {
  /** Index of the point that is shown. */
  readonly point: number;
  /** Systems that are shown; empty means all. */
  readonly systems: ReadonlySet<string>;
  readonly theme: Theme;
  /** What is changed in the what-if panel. */
  readonly overrides: Overrides;
}

/** Reads a hash; what it does not say or says wrongly is as at first. A bare `#p3` is the anchor of a point. */
export function fromHash(hash: string, data: PageData): State {
  const text = hash.replace(/^#/, '');
  const query = new URLSearchParams(text.includes('=') ? text : `at=${text}`);
  const known = new Set(data.entries.map((entry) => entry.system));
  const theme = query.get('theme');
  return {
    point: Math.max(0, data.points.findIndex((point) => point.id === query.get('at'))),
    systems: new Set(query.getAll('system').filter((system) => known.has(system))),
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    overrides: fromAssignments(query.getAll('set')),
  };
}

export function toHash(state: State, data: PageData): string {
  const query = new URLSearchParams({ at: data.points[state.point]?.id ?? '' });
  for (const system of state.systems) query.append('system', system);
  if (state.theme !== 'auto') query.set('theme', state.theme);
  for (const assignment of toAssignments(state.overrides)) query.append('set', assignment);
  return `#${query.toString()}`;
}
