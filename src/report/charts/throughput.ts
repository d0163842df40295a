import { nameOfKey } from '../comparison.ts';
import type { Entry } from '../entry.ts';
import { readable } from '../numbers.ts';
import { durationUnit, rateUnit } from '../units.ts';
import { FADE, PALE, ROW_HEIGHT, SYSTEM_AXIS, withHeadings } from './bars.ts';
import type { Chart, Row, Scene } from './chart.ts';
import { gridAxis, linesByHypervisor, variantOf } from './lines.ts';
import { backendColours } from './palette.ts';
import type { ResultUnit } from '../units.ts';

/** Requests completed, by system and along the axis. */
export const throughput: Chart = {
  id: 'throughput',
  over: 'axis',
  title: (scene) => `Throughput by system${along(scene)}, requests ${rateUnit(scene.unit)}`,
  says: ({ axis }) => (axis === null
    ? 'Longer is better; the thin line is the 95 % interval of the mean.'
    : 'Higher is better; one panel for each hypervisor, all on the same scale.'),
  rows: (entries, { unit, axis }) => {
    const variant = variantOf(entries);
    const row = (entry: Entry): Row => ({
      system: entry.system, key: entry.key, hypervisor: entry.hypervisor, backend: entry.backend, maturity: entry.maturity,
      at: entry.at, variant: variant(entry), value: entry.throughput, low: entry.throughputLow, high: entry.throughputHigh,
      tip: `${entry.system}\n${place(entry, axis)}${readable(entry.throughput)} requests ${rateUnit(unit)}\n${lengths(entry, unit)}`,
    });
    return axis === null ? withHeadings(entries, (entry) => [row(entry)]) : entries.map(row);
  },
  spec: (scene) => (scene.axis === null
    ? {
        height: ROW_HEIGHT,
        encoding: { y: SYSTEM_AXIS, opacity: FADE, tooltip: { field: 'tip' } },
        layer: [
          {
            mark: { type: 'bar' },
            encoding: {
              x: { field: 'value', type: 'quantitative', title: `requests ${rateUnit(scene.unit)}`, axis: { format: '~s' } },
              color: { field: 'backend', type: 'nominal', scale: { domain: scene.backends, range: backendColours(scene.backends) }, legend: null },
              fillOpacity: PALE,
            },
          },
          { mark: { type: 'rule', color: 'var(--ink)' }, encoding: { x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' } } },
        ],
      }
    : linesByHypervisor(scene, gridAxis(scene.steps, nameOfKey(scene.axis)), { field: 'value', type: 'quantitative', title: null, axis: { format: '~s', tickCount: 4 } }, true)),
  table: (entries, { axis }) => ({
    columns: ['system', ...(axis === null ? [] : [nameOfKey(axis)]), 'throughput', '95 % low', '95 % high'],
    rows: entries.map((entry) => [entry.system, ...(axis === null ? [] : [entry.at]), entry.throughput, entry.throughputLow, entry.throughputHigh]),
  }),
};

export function along({ axis }: Scene): string {
  return axis === null ? '' : ` and ${nameOfKey(axis)}`;
}

export function place(entry: Entry, axis: string | null): string {
  return axis === null ? '' : `${nameOfKey(axis)} ${entry.at ?? '–'}\n`;
}

function lengths(entry: Entry, unit: ResultUnit): string {
  return `mean latency ${readable(entry.mean)} ${durationUnit(unit)}`;
}
