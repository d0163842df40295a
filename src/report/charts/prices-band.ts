import { readable } from '../numbers.ts';
import type { Specification } from './chart.ts';

/** What the band is, for the end of a sentence. */
export const PRICES_BAND = 'the 95 % band from the uncertainty of the prices';

export const PRICES_COLUMNS = ['other prices, low', 'other prices, high'] as const;

/** A line of a tooltip; nothing where no profiles were drawn. */
export const atOtherPrices = (low: number | null, high: number | null): string =>
  (low === null || high === null ? '' : `\nat other prices ${readable(low)} to ${readable(high)}`);

/** From `pricesLow` to `pricesHigh` along x, broad and pale. */
export const pricesRule = (x: Specification): Specification => ({
  mark: { type: 'rule', color: 'var(--ink)', strokeWidth: 7, opacity: 0.2 },
  encoding: { x: { ...x, field: 'pricesLow' }, x2: { field: 'pricesHigh' }, opacity: { condition: [{ test: 'datum.heading', value: 0 }, { test: 'datum.faded', value: 0.05 }], value: 0.2 } },
});

/** The same around a line over x. */
export const pricesRibbon = (y: Specification, colour: Specification): Specification => ({
  mark: { type: 'area', line: false },
  encoding: {
    y: { ...y, field: 'pricesLow', stack: null }, y2: { field: 'pricesHigh' },
    fill: { ...colour, legend: null }, detail: { field: 'system' },
    opacity: { condition: [{ test: 'datum.faded', value: 0.02 }], value: 0.14 },
  },
});
