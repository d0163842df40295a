import { nameOfKey } from '../comparison.ts';
import type { Entry } from '../entry.ts';
import { readable } from '../numbers.ts';
import { durationUnit, rateUnit } from '../units.ts';
import { BAR_NUMBERS, FADE, PALE, ROW_HEIGHT, SYSTEM_AXIS, withHeadings } from './bars.ts';
import type { Chart, Row, Scene } from './chart.ts';
import { gridAxis, linesByHypervisor, variantOf } from './lines.ts';
import { longest, ROOM } from './longest.ts';
import { backendColours } from './palette.ts';
import { atOtherPrices, PRICES_BAND, PRICES_COLUMNS, pricesRule } from './prices-band.ts';
import type { ResultUnit } from '../units.ts';

/** Requests completed, by system and along the axis. */
export const throughput: Chart = {
  id: 'throughput',
  over: 'axis',
  title: (scene) => `Throughput by system${along(scene)}, requests ${rateUnit(scene.unit)}`,
  says: ({ axis, banded }) => (axis === null
    ? `Longer is better; the thin line is the 95 % interval of the mean${banded ? `, the broad pale one ${PRICES_BAND}` : ''}. A bar with ▸ is drawn shorter than it is.`
    : `Higher is better; one panel for each hypervisor, all on the same scale.${banded ? ` The pale ribbon is ${PRICES_BAND}.` : ''}`),
  rows: (entries, { unit, axis }) => {
    const variant = variantOf(entries);
    const row = (entry: Entry): Row => ({
      system: entry.system, key: entry.key, hypervisor: entry.hypervisor, backend: entry.backend, maturity: entry.maturity,
      at: entry.at, variant: variant(entry), value: entry.throughput, low: entry.throughputLow, high: entry.throughputHigh, pricesLow: entry.throughputPricesLow, pricesHigh: entry.throughputPricesHigh,
      tip: `${entry.system}\n${place(entry, axis)}${readable(entry.throughput)} requests ${rateUnit(unit)}${atOtherPrices(entry.throughputPricesLow, entry.throughputPricesHigh)}\n${lengths(entry, unit)}`,
    });
    if (axis !== null) return entries.map(row);
    const values = entries.map((entry) => entry.throughput);
    const limit = longest(values);
    const bars = withHeadings(entries, (entry) => [entry.throughput > limit
      ? { ...row(entry), value: limit, low: null, high: null, pricesLow: null, pricesHigh: null, text: `${compact(entry.throughput)} ▸`, end: limit }
      : { ...row(entry), text: compact(entry.throughput), pricesHigh: entry.throughputPricesHigh && Math.min(limit, entry.throughputPricesHigh), end: Math.min(limit, Math.max(entry.throughput, entry.throughputHigh ?? 0, entry.throughputPricesHigh ?? 0)) }]);
    // The invisible headings make room for the numbers.
    return bars.map((bar) => (bar['heading'] === true ? { ...bar, value: ROOM * Math.min(limit, Math.max(...values, ...entries.map((entry) => entry.throughputPricesHigh ?? 0))), low: null, high: null, pricesLow: null, pricesHigh: null } : bar));
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
          ...(scene.banded ? [pricesRule({ type: 'quantitative' })] : []),
          { mark: { type: 'rule', color: 'var(--ink)' }, encoding: { x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' } } },
          BAR_NUMBERS,
        ],
      }
    : linesByHypervisor(scene, gridAxis(scene.steps, nameOfKey(scene.axis)), { field: 'value', type: 'quantitative', title: null, axis: { format: '~s', tickCount: 4 } }, true)),
  table: (entries, { axis, banded }) => ({
    columns: ['system', ...(axis === null ? [] : [nameOfKey(axis)]), 'throughput', '95 % low', '95 % high', ...(banded ? PRICES_COLUMNS : [])],
    rows: entries.map((entry) => [entry.system, ...(axis === null ? [] : [entry.at]), entry.throughput, entry.throughputLow, entry.throughputHigh, ...(banded ? [entry.throughputPricesLow, entry.throughputPricesHigh] : [])]),
  }),
};

export function along({ axis }: Scene): string {
  return axis === null ? '' : ` and ${nameOfKey(axis)}`;
}

export function place(entry: Entry, axis: string | null): string {
  return axis === null ? '' : `${nameOfKey(axis)} ${entry.at ?? '–'}\n`;
}

/** Three digits beside a bar, thousands as k: short enough for a phone. */
function compact(rate: number): string {
  return rate < 1000 ? readable(rate) : rate < 999_500 ? `${Number((rate / 1000).toPrecision(3))}k` : `${Number((rate / 1e6).toPrecision(3))}M`;
}

function lengths(entry: Entry, unit: ResultUnit): string {
  return `mean latency ${readable(entry.mean)} ${durationUnit(unit)}`;
}
