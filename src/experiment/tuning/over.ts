import type { ParameterValue } from '../../machine/parameter.ts';
import { resolveParameter, type ParameterGroups } from '../parameters.ts';
import { quoted } from '../quoted.ts';
import type { Profile } from '../spec.ts';
import { parseSystem } from '../systems.ts';
import { axisOf, parseRange } from './axis.ts';
import type { Axis } from './axis.ts';
import type { Dimension } from './space.ts';

/** One dimension of a search as a user writes it. */
export interface Over {
  readonly key: string;
  readonly what: { readonly kind: 'range'; readonly from: string; readonly to: string; readonly spread?: Axis['spread']; readonly whole?: boolean } | { readonly kind: 'values'; readonly values: readonly ParameterValue[] };
}

/** `policy.busyloop_timeout=0..100us,ring.event_idx=true,false`: keys with a range or with values; a comma before `KEY=` begins the next. */
export function parseOver(text: string): readonly Over[] {
  const parts: string[] = [];
  for (const part of text.split(',')) {
    if (/^\s*[\w.]+=/.test(part) || parts.length === 0) parts.push(part);
    else parts[parts.length - 1] += `,${part}`;
  }
  return parts.map((part): Over => {
    const [, key, value] = /^\s*([\w.]+)=(.+)$/.exec(part) ?? [];
    if (key === undefined) throw new Error(`not a dimension: ${quoted(part.trim())} (write KEY=FROM..TO or KEY=VALUE,VALUE, e.g. policy.busyloop_timeout=0..100us)`);
    if (!value.includes(',') && value.includes('..')) {
      const { from, to } = parseRange(`${key}=${value}`);
      return { key, what: { kind: 'range', from, to } };
    }
    return { key, what: { kind: 'values', values: value.split(',').map((one) => one.trim()) } };
  });
}

/** What is meant, for what these groups have. */
export function dimensionOf({ key, what }: Over, groups: ParameterGroups, profile: Profile): Dimension {
  if (what.kind === 'values') {
    const values = what.values.map((raw) => (key === 'system' ? parseSystem(String(raw)).name : resolveParameter(key, raw, groups, profile)));
    const twice = values.find((value, i) => values.indexOf(value) < i);
    if (twice !== undefined) throw new Error(`${key}: ${quoted(twice)} stands there twice`);
    return { kind: 'choice', key, values };
  }
  if (key === 'system') throw new Error(`system: ${what.from}..${what.to} is no system (write them one by one: system=vhe/vhost,nvhe/vhost)`);
  const axis = axisOf({ key, from: what.from, to: what.to }, groups, profile);
  if (what.spread === 'geometric' && axis.from <= 0) throw new Error(`${key}: a range that is walked by factors begins above 0 (min: ${what.from})`);
  return { kind: 'range', axis: { ...axis, ...(what.spread !== undefined && { spread: what.spread }), whole: axis.whole || what.whole === true } };
}
