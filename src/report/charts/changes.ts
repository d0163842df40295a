import type { Changed, Compared, MetricChanges } from '../../experiment/compare/comparison.ts';
import { verdictOf } from '../../experiment/compare/gate.ts';
import { inPercent, intervalInPercent, named, where } from '../compare/told.ts';
import { groupBy } from '../group-by.ts';
import { ROW_HEIGHT } from './bars.ts';
import type { Row, Specification } from './chart.ts';
import { vegaOf } from './compile.ts';
import { picture } from './picture.ts';
import { HEADED_ROWS } from './swing-bars.ts';
import { THEME } from './theme.ts';

const COLOURS = { worse: 'var(--bad)', better: 'var(--good)', 'can be chance': 'var(--soft)' } as const;

/** Changes of a metric in percent with their intervals, one row for each trial under its device and workload; null where nothing changed by a number. */
export function changesPicture({ metric, changes }: MetricChanges, shown: readonly Changed[], compared: Compared, width: number): Promise<string> | null {
  const finite = shown.filter(({ change: { ratio } }) => Number.isFinite(ratio));
  if (finite.length === 0) return null;
  const inOrder = new Set(changes.flatMap((changed) => (finite.includes(changed) ? [changed] : [])));
  const rows = [...groupBy([...inOrder], ({ match }) => where(match.base, compared))].flatMap(([scene, members]): readonly Row[] => [
    { system: '', key: `${scene}:`, tip: '', value: 0, hidden: true },
    ...members.map(({ match: { base }, change }): Row => {
      const [low, high] = change.interval ?? [change.ratio, change.ratio];
      const verdict = verdictOf(change, metric);
      return { system: '', key: `${scene}|${base.system}`, value: change.ratio - 1, low: low - 1, high: high - 1, verdict: verdict === 'worse' || verdict === 'better' ? verdict : 'can be chance', tip: `${named(base, compared)}\n${inPercent(change.ratio)} (95 %: ${intervalInPercent(change.interval)})` };
    }),
  ]);
  return picture(vegaOf('changes', specification()), rows, width, 1);
}

function specification(): Specification {
  const x = { field: 'value', type: 'quantitative', title: 'change', axis: { format: '+.3~p', tickCount: 5 }, scale: { padding: 10 } };
  const kinds = { type: 'nominal', scale: { domain: Object.keys(COLOURS), range: Object.values(COLOURS) } } as const;
  const changed = { transform: [{ filter: '!datum.hidden' }] };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json', data: { name: 'table', values: [] }, config: THEME, height: ROW_HEIGHT,
    encoding: { y: HEADED_ROWS, tooltip: { field: 'tip' } },
    layer: [
      { mark: { type: 'rule', color: 'var(--line)' }, encoding: { x: { datum: 0, type: 'quantitative' }, y: { value: 0 }, y2: { value: 'height' } } },
      // Headings have no mark, and still their row.
      { mark: { type: 'point', opacity: 0 }, encoding: { x } },
      { ...changed, mark: { type: 'rule', strokeWidth: 2 }, encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, color: { field: 'verdict', ...kinds } } },
      { ...changed, mark: { type: 'point', filled: true, size: 48 }, encoding: { x, color: { field: 'verdict', ...kinds }, shape: { field: 'verdict', type: 'nominal', scale: { domain: Object.keys(COLOURS), range: ['triangle-up', 'diamond', 'circle'] } } } },
    ],
  };
}
