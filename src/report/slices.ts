import type { Results, TrialResult } from '../experiment/results.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';

/** A page with more trials than this takes minutes to make and to open. */
const MOST_TRIALS = 1500;
/** What a page shows of a suite too large for it: so many keep the page below 1.5 MB, beside what does not grow with them. */
const MOST_SHOWN = 300;

/** The trials that a page shows of a suite, and where these are not all, along which keys of the grid they vary. */
export interface Slices {
  readonly trials: readonly TrialResult[];
  readonly varied: readonly string[] | null;
}

/**
 * All trials, or of a suite too large for that those along which one key of the grid varies while each other one has the
 * middle of its values: the first keys for which there is room. The numbers beside the page always hold all.
 */
export function slicesOf({ trials, suite }: Pick<Results, 'trials' | 'suite'>): Slices {
  if (trials.length <= MOST_TRIALS) return { trials, varied: null };
  const middles = new Map(suite.grid.map((key) => {
    const values = [...new Set(trials.filter(({ params }) => key in params).map(({ params }) => params[key]))];
    return [key, values[values.length >> 1]] as const;
  }));
  const apartIn = ({ params }: TrialResult): readonly string[] => [...middles].flatMap(([key, middle]) => (key in params && params[key] !== middle ? [key] : []));
  const near = trials.map((trial) => ({ trial, apart: apartIn(trial) })).filter(({ apart }) => apart.length <= 1);
  const varied: string[] = [];
  for (const key of suite.grid) {
    const most = near.filter(({ apart: [other] }) => other === undefined || other === key || varied.includes(other)).length;
    if (most <= MOST_SHOWN) varied.push(key);
  }
  return { trials: near.filter(({ apart: [key] }) => key === undefined || varied.includes(key)).map(({ trial }) => trial), varied };
}

/** What a page that does not show all says about it. */
export function slicesNote({ trials, varied }: Slices, all: number): Markup | null {
  if (varied === null) return null;
  const along = varied.length === 0 ? 'every key of the grid' : `one of ${varied.join(', ')} varies at a time, and every other key of the grid`;
  return html`<p class="note">This page shows ${trials.length} of ${all} trials: ${along} has the middle of its values. The numbers beside this page hold all.</p>`;
}
