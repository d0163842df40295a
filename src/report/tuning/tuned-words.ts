import type { Evaluation } from '../../experiment/tuning/search.ts';
import { keyOf } from '../../experiment/tuning/space.ts';
import type { Dimension } from '../../experiment/tuning/space.ts';
import { broken } from '../../experiment/tuning/goals.ts';
import { metricNamed } from '../../experiment/tuning/metric.ts';
import type { ParameterValue } from '../../machine/parameter.ts';
import { nameOfKey, shown } from '../comparison.ts';
import { percent } from '../numbers.ts';
import { decidingWords } from './deciding-words.ts';
import { listed, metricInWords, metricValue, onAxis } from './said.ts';
import type { Tuned } from './tuned.ts';

/** What was found, what it gains and what decides it, as one paragraph. */
export function tunedWords(tuned: Tuned): string {
  const { goals: { objectives, constraints }, tried, front, base, unit, dimensions, importance, deciding } = tuned;
  const [best] = front.map((i) => tried[i]);
  const limits = constraints.map(({ metric, relation, limit }) => `${metricInWords(metric)} ${relation} ${limit}`);
  if (best === undefined || best.metrics === null) return `None of the ${tried.length} points that were tried ${limits.length === 0 ? 'can be put together' : `keeps ${listed(limits)}`}.`;
  const { metrics } = best;
  const numbers = objectives.map(({ metric }) => {
    const { of } = metricNamed(metric);
    return `${metricInWords(metric)} ${metricValue(metric, of(metrics), unit)}${base.metrics === null ? '' : ` (${metricValue(metric, of(base.metrics), unit)} as the suite stands)`}`;
  });
  const kept = base.metrics !== null && constraints.some((constraint) => base.metrics !== null && broken(constraint, base.metrics) > 0) ? ' The suite as it stands breaks a limit.' : '';
  const others = front.length > 1 && objectives.length > 1 ? ` ${front.length} points make the front: none of them is better in one objective without being worse in another. The first by ${metricInWords(objectives[0].metric)}` : ` Of ${tried.length} points that were tried the best${limits.length === 0 ? '' : ` with ${listed(limits)}`}`;
  const matters = importance.map((shares, o) => {
    const order = dimensions.map((dimension, i) => ({ name: nameOf(dimension), share: shares[i] })).sort((a, b) => b.share - a.share);
    return order.length < 2 || order[0].share === 0 ? [] : [`${order[0].name} matters most for ${metricInWords(objectives[o].metric)} (${percent(order[0].share)} of its variance among them)`];
  }).flat();
  const impossible = tried.filter((one) => one.metrics === null).length;
  const passed = impossible === 0 ? '' : ` ${impossible} points cannot be put together and were passed over.`;
  const decides = deciding === null ? '' : ` ${decidingWords(deciding, 'the suite as it stands', 'the best point', unit)}`;
  return `${others.trim()} has ${pointInWords(best, dimensions)}: ${listed(numbers)}.${kept}${passed}${matters.length === 0 ? '' : ` Of what was varied, ${listed(matters)}.`}${decides}`;
}

/** `busyloop timeout 31.2 µs, event idx off`. */
export const pointInWords = ({ point }: Evaluation, dimensions: readonly Dimension[]): string => dimensions.map((dimension) => `${nameOf(dimension)} ${valueInWords(dimension, point[keyOf(dimension)])}`).join(', ');

export const nameOf = (dimension: Dimension): string => nameOfKey(keyOf(dimension));

export const valueInWords = (dimension: Dimension, value: ParameterValue): string => (dimension.kind === 'range' ? onAxis(dimension.axis, Number(value)) : shown(value));
