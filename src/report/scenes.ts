import type { Scene } from './charts/chart.ts';
import { orderedBackends, orderedHypervisors } from './charts/palette.ts';
import type { Comparison } from './comparison.ts';
import type { Chart } from './charts/chart.ts';
import type { Entry } from './entry.ts';

/** The scene of each group: colours and panels are the same in all. */
export function scenesOf(comparison: Comparison): readonly Scene[] {
  const backends = orderedBackends(comparison.entries.map((entry) => entry.backend));
  const hypervisors = orderedHypervisors(comparison.entries.map((entry) => entry.hypervisor));
  const banded = comparison.entries.some(({ meanPricesLow }) => meanPricesLow !== null);
  return comparison.groups.map(({ unit, axis, steps }) => ({ unit, axis, steps, backends, hypervisors, banded }));
}

/** What a chart at a point shows: that point, or its whole group where the chart runs along an axis. */
export function entriesFor(chart: Chart, comparison: Comparison, point: number): readonly Entry[] {
  const group = comparison.points[point]?.group;
  const wide = group !== undefined && spansGroup(chart, comparison, group);
  return comparison.entries.filter((entry) => (wide ? comparison.points[entry.point]?.group === group : entry.point === point));
}

export function spansGroup(chart: Chart, comparison: Comparison, group: number): boolean {
  return chart.over !== 'point' && comparison.groups[group]?.axis != null;
}

/** Whether the group is one console workload at two or more lengths. */
export function isOverLengths(comparison: Comparison, group: number): boolean {
  return comparison.groups[group]?.axis === 'workload.bytes' && comparison.points.some((point) => point.group === group && point.workload === 'console');
}
