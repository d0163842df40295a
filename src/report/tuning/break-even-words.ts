import { aheadOf, leadOf } from '../../experiment/tuning/paired.ts';
import type { Winner } from '../../experiment/tuning/paired.ts';
import type { BreakEven, Turn } from '../../experiment/tuning/break-even.ts';
import type { Frontier } from '../../experiment/tuning/frontier.ts';
import { metricNamed } from '../../experiment/tuning/metric.ts';
import { nameOfKey } from '../comparison.ts';
import { percent } from '../numbers.ts';
import { decidingWords } from './deciding-words.ts';
import { metricInWords, metricValue, onAxis } from './said.ts';
import type { Versus } from './versus.ts';

/** Who wins where and what decides it, as one paragraph. */
export function versusWords(versus: Versus): string {
  const { a, b, unit, deciding, at, found } = versus;
  const answer = found.kind === 'line' ? lineWords(versus, found.line) : planeWords(versus, found.plane);
  const axes = found.kind === 'line' ? [found.line.axis] : [found.plane.x, found.plane.y];
  const where = axes.map((axis) => `${nameOfKey(axis.key)} ${onAxis(axis, at[axis.key])}`).join(' and ');
  return `${answer} What decides at ${where}: ${lowered(decidingWords(deciding, a, b, unit))}`;
}

const lowered = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);
const named = ({ a, b }: Versus, winner: Winner): string => (winner === 'a' ? a : winner === 'b' ? b : 'neither');

function lineWords(versus: Versus, { axis, metric, turns, touches, samples, looked }: BreakEven): string {
  const what = nameOfKey(axis.key);
  const [first, last] = [samples[0], samples[samples.length - 1]];
  const range = `between ${onAxis(axis, first.x)} and ${onAxis(axis, last.x)} of ${what}`;
  const caveat = axis.whole && looked <= 1 ? '' : ` The first look was at values at most ${onAxis(axis, looked)} apart: two changes within one such gap would not have been seen.`;
  const grows = `From ${onAxis(axis, first.x)} to ${onAxis(axis, last.x)}, the ${metricInWords(metric)} of ${versus.a} goes from ${metricValue(metric, first.a, versus.unit)} to ${metricValue(metric, last.a, versus.unit)}, that of ${versus.b} from ${metricValue(metric, first.b, versus.unit)} to ${metricValue(metric, last.b, versus.unit)}.`;
  if (turns.length === 0) {
    if (samples.every(({ difference }) => difference.mean === 0)) return `${versus.a} and ${versus.b} are exactly equal at every value ${range}.`;
    const nearest = samples.reduce((least, sample) => (leadOf(sample) < leadOf(least) ? sample : least));
    const winner = named(versus, samples.map(({ difference }) => aheadOf(metricNamed(metric), difference)).find((ahead) => ahead !== 'tie') ?? 'tie');
    const unsure = Number.isFinite(nearest.difference.low) && !nearest.difference.differs ? ', where the two cannot be told apart' : '';
    const touched = touches.length === 0 ? '' : ` Both are exactly equal at ${touches.map((x) => onAxis(axis, x)).join(', ')}.`;
    return `There is no break-even ${range}: ${winner} has the better ${metricInWords(metric)} throughout, by at least ${percent(leadOf(nearest))} (at ${onAxis(axis, nearest.x)}${unsure}).${touched} ${grows}${caveat}`;
  }
  const wins = turns.map((turn, i) => `${named(versus, turn.above)} ${i + 1 < turns.length ? `from there to ${onAxis(axis, turns[i + 1].at)} (${interval(turns[i + 1], versus, axis)})` : 'above it'}`);
  return `${named(versus, turns[0].below)} wins ${below(turns[0], versus, axis)}; ${wins.join('; ')}. ${grows}${caveat}`;
}

function below(turn: Turn, versus: Versus, axis: BreakEven['axis']): string {
  const { between: [low, high] } = turn;
  const what = nameOfKey(axis.key);
  if (axis.whole) return low === high ? `below ${what} ${onAxis(axis, low)}, where both are equal (${interval(turn, versus, axis)})` : `up to ${what} ${onAxis(axis, low)}, not from ${onAxis(axis, high)} on (${interval(turn, versus, axis)})`;
  return `below ${onAxis(axis, turn.at)} of ${what} (${interval(turn, versus, axis)})`;
}

function interval({ interval: found, before, after }: Turn, { metric, unit }: Versus, axis: BreakEven['axis']): string {
  const jumps = leadOf(before) > 0.02 && leadOf(after) > 0.02 && !axis.whole ? `; a jump: on its two sides the two differ by ${metricValue(metric.name, Math.abs(before.difference.mean), unit)} and ${metricValue(metric.name, Math.abs(after.difference.mean), unit)}` : '';
  if (found === null) return `one replication, so without an interval${jumps}`;
  const [low, high] = found;
  const ends = low === null && high === null ? 'nowhere in the range can they be told apart' : low === null ? `they cannot be told apart below ${onAxis(axis, high ?? 0)}` : high === null ? `they cannot be told apart above ${onAxis(axis, low)}` : `95 %: ${onAxis(axis, low)} to ${onAxis(axis, high)}`;
  return `${ends}${jumps}`;
}

function planeWords(versus: Versus, { x, y, metric, cells, crossings }: Frontier): string {
  const ahead = cells.map(({ difference }) => aheadOf(metricNamed(metric), difference));
  const count = (winner: Winner): number => ahead.filter((one) => one === winner).length;
  const what = metricInWords(metric);
  if (crossings.length === 0) return `There is no break-even between ${onAxis(x, x.from)} and ${onAxis(x, x.to)} of ${nameOfKey(x.key)} and ${onAxis(y, y.from)} and ${onAxis(y, y.to)} of ${nameOfKey(y.key)}: ${count('a') >= count('b') ? versus.a : versus.b} has the better ${what} at all ${cells.length} places that were tried.`;
  const ends = crossings.toSorted((one, other) => one.x - other.x || one.y - other.y);
  const place = ({ x: across, y: up }: { readonly x: number; readonly y: number }): string => `${nameOfKey(x.key)} ${onAxis(x, across)}, ${nameOfKey(y.key)} ${onAxis(y, up)}`;
  return `${versus.a} has the better ${what} at ${count('a')} of ${cells.length} places, ${versus.b} at ${count('b')}. The frontier leads from ${place(ends[0])} to ${place(ends[ends.length - 1])}.`;
}
