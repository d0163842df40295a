import type { Entry } from '../entry.ts';
import { percentileName, readable } from '../numbers.ts';
import { durationUnit } from '../units.ts';
import type { Chart } from './chart.ts';
import { ONE_TWO_FIVE } from './log-axis.ts';
import { linesByHypervisor, variantOf } from './lines.ts';

const LABELS = "['0', '90', '99', '99.9', '99.99', '99.999'][datum.value]";

/** Inverse cumulative distribution of latency on an axis that gives every further nine the same room. */
export const distribution: Chart = {
  id: 'distribution',
  over: 'point',
  title: ({ unit }) => `Latency distribution, ${durationUnit(unit)}`,
  says: () => 'Latency (logarithmic) below which the given share of requests stays; each step to the right is one nine more, so the tail is as wide as the body.',
  rows: (entries, { unit }) => {
    const variant = variantOf(entries);
    return entries.flatMap((entry) => pointsOf(entry).map(([share, nines, latency]) => ({
      system: entry.system, key: entry.key, hypervisor: entry.hypervisor, backend: entry.backend, maturity: entry.maturity,
      variant: variant(entry), nines, value: latency,
      tip: `${entry.system}\n${percentileName(share)}: ${readable(latency)} ${durationUnit(unit)}`,
    })));
  },
  spec: (scene) => linesByHypervisor(
    scene,
    { field: 'nines', type: 'quantitative', title: 'percentile', scale: { nice: false, zero: true }, axis: { values: [0, 1, 2, 3, 4, 5], labelExpr: LABELS, labelOverlap: true, labelSeparation: 4, labelFlush: true, grid: true } },
    { field: 'value', type: 'quantitative', title: null, scale: { type: 'log', nice: false, padding: 5 }, axis: { values: ONE_TWO_FIVE, format: '~s', labelOverlap: true, labelSeparation: 4 } },
    false,
  ),
  table: (entries) => ({
    columns: ['system', 'p50', 'p90', 'p99', 'p99.9', 'p99.99', 'max'],
    rows: entries.map((entry) => [entry.system, entry.p50, entry.p90, entry.p99, entry.p999, entry.p9999, entry.max]),
  }),
};

function pointsOf(entry: Entry): readonly (readonly [share: number, nines: number, latency: number])[] {
  return entry.shares.flatMap((share, i) => {
    const nines = -Math.log10(1 - share);
    const latency = entry.latencies[i] ?? 0;
    return nines <= 5 && latency > 0 ? [[share, Number(nines.toFixed(3)), latency] as const] : [];
  });
}
