import { isSure, strays } from '../../experiment/tuning/derivatives.ts';
import type { CostSlopes } from '../../experiment/tuning/derivatives.ts';
import { readable } from '../numbers.ts';
import type { ResultUnit } from '../units.ts';
import { metricInWords } from './said.ts';
import type { Sensed } from './sensitivity.ts';
import { namedCosts } from './sensitivity-words.ts';

/** A table of what was found, the same for a terminal and a page: text is set to the left, numbers to the right. */
export interface SensedTable {
  readonly heads: readonly { readonly head: string; readonly number: boolean }[];
  readonly rows: readonly (readonly string[])[];
}

/** Less than this is rounding of prices to picoseconds and of sums of doubles. */
const NOTHING = 1e-9;
const text = (head: string) => ({ head, number: false });
const number = (head: string) => ({ head, number: true });

export function sensedTable(sensed: Sensed, unit: ResultUnit): SensedTable {
  switch (sensed.kind) {
    case 'derivative': {
      const { slopes, base } = sensed.derivatives;
      const names = Object.keys(base);
      return {
        heads: [text('cost'), number(unit === 'time' ? 'price ns' : 'price instr.'), number('visits'), number('CPU fixed'), ...names.map((name) => number(`d ${metricInWords(name)}`)), number('latency per price'), number('on path'), text('note')],
        rows: slopes.map((slope) => [
          slope.cost, readable(slope.price), readable(slope.ledger.visits), digits(slope.ledger.elasticity), ...names.map((name) => elasticity(slope, name)),
          small(slope.simulated['latency_us.mean'].derivative), slope.path === null ? '' : small(slope.path.visits), noteOf(slope),
        ]),
      };
    }
    case 'morris':
      return {
        heads: [text('cost'), number('mu*'), number('95 % low'), number('95 % high'), number('sigma'), number('mu')],
        rows: sensed.screening.effects.map(({ cost, muStar, muStarInterval: [low, high], sigma, mu }) => [cost, ...[muStar, low, high, sigma, mu].map(small)]),
      };
    case 'sobol':
      return {
        heads: [text('cost'), number('first order'), number('95 % low'), number('95 % high'), number('total'), number('95 % low of total'), number('95 % high of total')],
        rows: (sensed.variance.indices ?? []).map(({ costs, first, firstInterval, total, totalInterval }) => [namedCosts(costs), ...[first, ...firstInterval, total, ...totalInterval].map(small)]),
      };
  }
}

/** What the numbers of the table are, in one sentence. */
export const sensedReading: Readonly<Record<Sensed['kind'], (metric: string) => string>> = {
  derivative: () => 'CPU fixed: per cent of CPU time for one per cent of the price at fixed visit counts, exact; d: the same re-simulated, with ~ where chance can be all of it (95 %); latency per price: time of mean latency for time of price; on path: visits on a request\'s path, which should be the same.',
  morris: (metric) => `In the unit of the ${metricInWords(metric)}, for one standard deviation of a price: mu* is the mean size of its effect, sigma how much that differs from place to place.`,
  sobol: (metric) => `Shares of the variance of the ${metricInWords(metric)}: first order by the price itself, total with all that it does together with others.`,
};

/** Per cent for one per cent: small numbers that are compared down a column. */
const digits = (value: number): string => value.toFixed(4).replace('-', '−');
const small = (value: number): string => (Math.abs(value) < NOTHING ? '0' : readable(value));

function elasticity({ simulated }: CostSlopes, metric: string): string {
  const { elasticity: value } = simulated[metric];
  if (value === null) return '';
  if (Math.abs(value) < NOTHING) return '0';
  return `${isSure(simulated[metric]) ? '' : '~'}${digits(value)}`;
}

function noteOf(slopes: CostSlopes): string {
  const { disagrees } = slopes;
  const notes = [
    ...(disagrees === 'surely' ? ['CPU falls'] : disagrees === 'perhaps' ? ['CPU falls?'] : []),
    ...(strays(slopes) ? ['path differs'] : []),
  ];
  return notes.join(', ');
}
