import { exp, ln } from '../../sim/math.ts';
import { resolveParameter, type ParameterGroups } from '../parameters.ts';
import { quoted } from '../quoted.ts';
import { costs } from '../../machine/costs.ts';
import type { Profile } from '../spec.ts';

/** A parameter that is varied between two values, as the simulator takes them. */
export interface Axis {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  /** Only whole numbers have a meaning. */
  readonly whole: boolean;
  /** Values are spread evenly, or by equal factors where the range is long and begins above 0. */
  readonly spread: 'even' | 'geometric';
  readonly unit: 'ns' | 'bytes' | 'instructions' | '';
}

/** `costs.context_switch=0..20us`: a key and two values of it; the unit of the second is that of both where the first has none. */
export function parseRange(text: string): { readonly key: string; readonly from: string; readonly to: string } {
  const match = /^([\w.]+)=(.+?)\.\.(.+)$/.exec(text.trim());
  if (match === null) throw new Error(`not a range: ${quoted(text)} (write KEY=FROM..TO, e.g. costs.context_switch=0..20us)`);
  const [, key, from, to] = match;
  const unit = /\p{L}+$/u.exec(to)?.[0] ?? '';
  return { key, from: /^[+-]?[\d.]+$/.test(from.trim()) ? `${from.trim()}${unit}` : from.trim(), to: to.trim() };
}

/** Beyond this factor between its ends a range is walked by factors. */
const LONG = 30;

/** The axis of a range for what these groups have; refuses what is no number and what does not ascend. */
export function axisOf({ key, from: first, to: last }: ReturnType<typeof parseRange>, groups: ParameterGroups, profile: Profile): Axis {
  const [from, to] = [first, last].map((raw) => resolveParameter(key, raw, groups, profile));
  if (typeof from !== 'number' || typeof to !== 'number') throw new Error(`${key} is no number: it has no values between ${first} and ${last}`);
  if (!(from < to)) throw new Error(`${key}: ${first}..${last} does not ascend (write the smaller value first)`);
  const kind = kindOf(key, groups);
  return {
    key, from, to, whole: kind === 'count' || kind === 'bytes',
    spread: from > 0 && to / from > LONG ? 'geometric' : 'even',
    unit: kind === 'duration' ? 'ns' : kind === 'cost' ? (profile.instructions_per_ns === undefined ? 'ns' : 'instructions') : kind === 'bytes' ? 'bytes' : '',
  };
}

function kindOf(key: string, groups: ParameterGroups): string {
  const [group, name] = [key.slice(0, key.indexOf('.')), key.slice(key.indexOf('.') + 1)];
  if (group === 'costs' && Object.hasOwn(costs, name)) return 'cost';
  return Object.entries(groups).find(([id]) => id === group)?.[1][name]?.kind ?? '';
}

/** So many values from one end to the other, each once. */
export function valuesOn({ from, to, whole, spread }: Axis, count: number): readonly number[] {
  const values = Array.from({ length: count }, (_, i) => {
    if (i === 0) return from;
    if (i === count - 1) return to;
    const share = i / (count - 1);
    const value = spread === 'even' ? from + share * (to - from) : exp(ln(from) + share * (ln(to) - ln(from)));
    return whole ? Math.round(value) : value;
  });
  return values.filter((value, i) => value !== values[i - 1]);
}

/** How near two values are when nothing is to be found between them: neighbours of whole numbers, else a ten-thousandth of the range, and no less than 1 ps. */
export const nearEnough = ({ from, to, whole, unit }: Axis): number => (whole ? 1 : Math.max((to - from) / 10_000, unit === 'ns' ? 0.001 : 0));
