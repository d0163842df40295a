import type { Axis } from '../../experiment/tuning/axis.ts';
import type { Specification } from './chart.ts';
import { ONE_TWO_FIVE } from './log-axis.ts';

/** Scale and axis of a parameter that was varied; durations are in ns in the data and read in what suits their size. */
export function varied({ unit, to, from, spread }: Pick<Axis, 'unit' | 'to' | 'from' | 'spread'>, name: string): Specification {
  const [divisor, shown] = unit === 'ns' ? (to >= 1e6 ? [1e6, 'ms'] : to >= 2000 ? [1e3, 'µs'] : [1, 'ns']) : [1, unit === 'instructions' ? 'instr.' : unit];
  const scale = spread === 'geometric' ? { type: 'log', domain: [from, to], nice: false } : { domain: [from, to], nice: false };
  return {
    title: shown === '' ? name : `${name}, ${shown}`,
    scale,
    axis: { labelExpr: divisor === 1 ? "format(datum.value, '~s')" : `format(datum.value / ${divisor}, '~g')`, grid: false, labelOverlap: true, labelSeparation: 6, ...(spread === 'geometric' ? { values: ONE_TWO_FIVE } : { tickCount: 6 }) },
  };
}
