import { nameOfKey } from '../comparison.ts';
import type { Entry } from '../entry.ts';
import { readable } from '../numbers.ts';
import { durationUnit } from '../units.ts';
import { FADE, ROW_HEIGHT, SYSTEM_AXIS, withHeadings } from './bars.ts';
import type { Chart, Row, Scene, Specification } from './chart.ts';
import { ONE_TWO_FIVE } from './log-axis.ts';
import { gridAxis, linesByHypervisor, variantOf } from './lines.ts';
import { atOtherPrices, PRICES_BAND, PRICES_COLUMNS, pricesRule } from './prices-band.ts';
import { along, place } from './throughput.ts';

const MARKS = ['mean', 'p50', 'p99'] as const;

/** Time from request to answer, by system and along the axis. */
export const latency: Chart = {
  id: 'latency',
  over: 'axis',
  title: (scene) => `${scene.axis === null ? 'Latency' : 'Mean latency'} by system${along(scene)}, ${durationUnit(scene.unit)}`,
  says: ({ axis, banded }) => (axis === null
    ? `Further left is better; the line runs from the median to p99, on a logarithmic scale.${banded ? ` The broad pale line around a mean is ${PRICES_BAND}.` : ''}`
    : `Lower is better; one panel for each hypervisor, all on the same logarithmic scale.${banded ? ` The pale ribbon is ${PRICES_BAND}.` : ''}`),
  rows: (entries, { unit, axis }) => {
    const variant = variantOf(entries);
    const base = (entry: Entry): Row => ({
      system: entry.system, key: entry.key, hypervisor: entry.hypervisor, backend: entry.backend, maturity: entry.maturity,
      at: entry.at, variant: variant(entry), tip: tipOf(entry, unit, axis),
    });
    const prices = (entry: Entry) => ({ pricesLow: entry.meanPricesLow, pricesHigh: entry.meanPricesHigh });
    if (axis !== null) return entries.map((entry) => ({ ...base(entry), value: entry.mean, ...prices(entry) }));
    return withHeadings(entries, (entry) => MARKS.map((part) => ({
      ...base(entry), part, value: entry[part], low: part === 'mean' ? entry.p50 : null, high: part === 'mean' ? entry.p99 : null,
      ...(part === 'mean' ? prices(entry) : { pricesLow: null, pricesHigh: null }),
    })));
  },
  spec: (scene) => (scene.axis === null ? dots(scene) : linesByHypervisor(
    scene, gridAxis(scene.steps, nameOfKey(scene.axis)),
    { field: 'value', type: 'quantitative', title: null, scale: { type: 'log', nice: false, padding: 8 }, axis: { values: ONE_TWO_FIVE, format: '~s', labelOverlap: true, labelSeparation: 4 } }, true,
  )),
  table: (entries, { axis, banded }) => ({
    columns: ['system', ...(axis === null ? [] : [nameOfKey(axis)]), 'mean', '95 % low', '95 % high', ...(banded ? PRICES_COLUMNS : []), 'p50', 'p99'],
    rows: entries.map((entry) => [entry.system, ...(axis === null ? [] : [entry.at]), entry.mean, entry.meanLow, entry.meanHigh, ...(banded ? [entry.meanPricesLow, entry.meanPricesHigh] : []), entry.p50, entry.p99]),
  }),
};

function dots(scene: Scene): Specification {
  const x = { type: 'quantitative', scale: { type: 'log', nice: false, padding: 8 }, title: durationUnit(scene.unit), axis: { values: ONE_TWO_FIVE, format: '~s', labelOverlap: true, labelSeparation: 4 } };
  return {
    height: ROW_HEIGHT,
    encoding: { y: SYSTEM_AXIS, opacity: FADE, tooltip: { field: 'tip' } },
    layer: [
      ...(scene.banded ? [pricesRule(x)] : []),
      { mark: { type: 'rule', color: 'var(--bar)', strokeWidth: 2 }, encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' } } },
      {
        mark: { type: 'point', filled: true, size: 46 },
        encoding: {
          x: { ...x, field: 'value' },
          color: { field: 'part', type: 'nominal', scale: { domain: MARKS, range: ['var(--ink)', 'var(--b-vhost)', 'var(--b-user-thread)'] } },
          shape: { field: 'part', type: 'nominal', scale: { domain: MARKS, range: ['diamond', 'circle', 'triangle-right'] } },
        },
      },
    ],
  };
}

function tipOf(entry: Entry, unit: Scene['unit'], axis: string | null): string {
  const us = durationUnit(unit);
  const within = entry.meanLow === null || entry.meanHigh === null ? '' : ` (${readable(entry.meanLow)} to ${readable(entry.meanHigh)})`;
  return `${entry.system}\n${place(entry, axis)}mean ${readable(entry.mean)} ${us}${within}${atOtherPrices(entry.meanPricesLow, entry.meanPricesHigh)}\np50 ${readable(entry.p50)}, p99 ${readable(entry.p99)} ${us}`;
}
