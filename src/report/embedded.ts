import type { Spec } from 'vega';
import type { Scene } from './charts/chart.ts';
import { fromColumns, toColumns } from './columns.ts';
import type { Columns } from './columns.ts';
import type { Comparison, Group, Point } from './comparison.ts';
import type { Entry } from './entry.ts';

/** What the page's script reads: the compared numbers once, and each compiled chart once. */
export interface Embedded {
  readonly name: string;
  readonly groups: readonly Group[];
  readonly points: readonly Point[];
  readonly scenes: readonly Scene[];
  readonly entries: Columns;
  /** Compiled charts; `uses` names one by chart id and group: `latency g0`. */
  readonly specs: readonly Spec[];
  readonly uses: Readonly<Record<string, number>>;
}

export function embedded(name: string, comparison: Comparison, scenes: readonly Scene[], specs: readonly Spec[], uses: Embedded['uses']): Embedded {
  return { name, groups: comparison.groups, points: comparison.points, scenes, entries: toColumns(comparison.entries), specs, uses };
}

export function entriesOf(data: Embedded): readonly Entry[] {
  return fromColumns(data.entries).filter(isEntry);
}

/** The page was written by `embedded`; this only tells the compiler. */
function isEntry(record: Readonly<Record<string, unknown>>): record is Readonly<Record<string, unknown>> & Entry {
  return 'system' in record;
}

/** JSON for a script element of any type: nothing in it can end the element or a line of script. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
